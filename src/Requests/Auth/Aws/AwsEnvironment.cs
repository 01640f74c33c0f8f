namespace Requests;

/// <summary>
/// Reads keys and region from the environment variables of AWS and from its shared files. They are read for each request, so that renewed
/// keys are used.
/// </summary>
/// <param name="profileName">
/// The profile of the shared files whose keys are used, in place of those of the variables; null uses the variables, else the profile that
/// AWS_PROFILE names, else <c>default</c>.
/// </param>
/// <param name="variables">Returns an environment variable; null reads those of the process.</param>
/// <remarks>botocore: <c>EnvProvider</c>, <c>SharedCredentialProvider</c> and <c>ConfigProvider</c>.</remarks>
internal sealed class AwsEnvironment(string? profileName, Func<string, string?>? variables = null)
{
    private readonly AwsProfileFile _credentials = new();
    private readonly AwsProfileFile _config = new();

    /// <summary>Gets the name of the profile that the caller chose, or null.</summary>
    internal string? ProfileName => profileName;

    private string Profile => profileName ?? Get("AWS_PROFILE") ?? Get("AWS_DEFAULT_PROFILE") ?? "default";

    // In the file of settings, the section of a profile is [profile name], except that of the default one.
    private string ConfigSection => Profile == "default" ? "default" : $"profile {Profile}";

    private string CredentialsPath => GetPath("AWS_SHARED_CREDENTIALS_FILE", "credentials");

    private string ConfigPath => GetPath("AWS_CONFIG_FILE", "config");

    /// <summary>Returns the keys.</summary>
    /// <exception cref="RequestAuthenticationException">There are no keys, or a file cannot be read.</exception>
    /// <exception cref="InvalidParameterException">A key has a character that it cannot have.</exception>
    internal AwsCredentials GetCredentials()
    {
        if (profileName is null && Get("AWS_ACCESS_KEY_ID") is { } id)
        {
            var secret = Get("AWS_SECRET_ACCESS_KEY")
                ?? throw new RequestAuthenticationException("AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not: set both.");
            return new AwsCredentials(id, secret, Get("AWS_SESSION_TOKEN"));
        }

        return Read(_credentials, CredentialsPath, Profile)
            ?? Read(_config, ConfigPath, ConfigSection)
            ?? throw new RequestAuthenticationException(DescribeMissing());
    }

    /// <summary>Returns the region of AWS_REGION or AWS_DEFAULT_REGION, else of the profile; null without one.</summary>
    /// <param name="usesProfile">Whether the region of the profile counts.</param>
    /// <exception cref="RequestAuthenticationException">A file cannot be read.</exception>
    internal string? GetRegion(bool usesProfile)
    {
        if ((Get("AWS_REGION") ?? Get("AWS_DEFAULT_REGION")) is { } region) return region;
        if (!usesProfile) return null;
        return _config.Find(ConfigPath, ConfigSection, "region") ?? _credentials.Find(CredentialsPath, Profile, "region");
    }

    private static AwsCredentials? Read(AwsProfileFile file, string path, string section)
    {
        if (file.Find(path, section, "aws_access_key_id") is not { } id) return null;
        var secret = file.Find(path, section, "aws_secret_access_key")
            ?? throw new RequestAuthenticationException(
                $"[{VisibleText.EscapeLine(section)}] of '{path}' has an aws_access_key_id and no aws_secret_access_key.");
        return new AwsCredentials(id, secret, file.Find(path, section, "aws_session_token"));
    }

    private string GetPath(string variable, string name)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        if (Get(variable) is not { } named) return Path.Combine(home, ".aws", name);
        return named.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(home, named[2..]) : named;
    }

    private string? Get(string variable) =>
        (variables is null ? Environment.GetEnvironmentVariable(variable) : variables(variable)) is { Length: > 0 } value ? value : null;

    private string DescribeMissing()
    {
        var isKnown = _credentials.HasSection(CredentialsPath, Profile) || _config.HasSection(ConfigPath, ConfigSection);
        var place = $"'{CredentialsPath}' or '{ConfigPath}'";
        var name = VisibleText.EscapeLine(Profile);
        if (isKnown)
        {
            return $"The profile '{name}' has no aws_access_key_id in {place}. If another tool signs in for it, take over its keys, for "
                + "example with 'aws configure export-credentials'.";
        }

        return profileName is null && Profile == "default"
            ? $"There are no keys of AWS: AWS_ACCESS_KEY_ID is not set, and {place} has no default profile. Give the keys, or set them."
            : $"There is no profile '{name}' in {place}.";
    }
}
