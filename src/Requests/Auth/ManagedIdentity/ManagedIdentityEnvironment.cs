namespace Requests;

/// <summary>Represents what a machine of Azure has: the variables of the environment and the files of the agent of Azure Arc.</summary>
/// <param name="GetVariable">Returns the value of a variable of the environment, or null.</param>
/// <param name="KeyFolder">The only folder whose files are sent to the service of Azure Arc.</param>
/// <param name="ArcAgent">The program of the agent of Azure Arc, which is there even if its variables are not set.</param>
internal sealed record ManagedIdentityEnvironment(Func<string, string?> GetVariable, string KeyFolder, string ArcAgent)
{
    /// <summary>Gets the environment of this process.</summary>
    internal static ManagedIdentityEnvironment Process { get; } = new(
        Environment.GetEnvironmentVariable,
        OperatingSystem.IsWindows()
            ? Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData),
                "AzureConnectedMachineAgent",
                "Tokens")
            : "/var/opt/azcmagent/tokens",
        OperatingSystem.IsWindows()
            ? Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles),
                "AzureConnectedMachineAgent",
                "himds.exe")
            : "/opt/azcmagent/bin/himds");

    /// <summary>Returns the value of a variable; null when it is missing or empty.</summary>
    /// <param name="name">The name of the variable.</param>
    internal string? Read(string name) => GetVariable(name) is { Length: > 0 } value ? value : null;
}
