namespace Requests.PowerShell;

/// <summary>Completes the members of an enumeration.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
public sealed class MemberCompleter<T>() : StaticCompleter(Enum.GetNames<T>())
    where T : struct, Enum;
