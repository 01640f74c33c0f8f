namespace Requests.PowerShell;

/// <summary>Represents the parameters of a signing key, as they were bound.</summary>
/// <param name="KeyPassword">The password of an encrypted key, or null.</param>
/// <param name="KeyId">The identifier of the key, or null.</param>
/// <param name="Algorithm">The algorithm, or null.</param>
internal readonly record struct SigningKeySettings(object? KeyPassword, object? KeyId, object? Algorithm);
