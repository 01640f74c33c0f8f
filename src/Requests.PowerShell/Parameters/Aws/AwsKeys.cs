namespace Requests.PowerShell;

/// <summary>Represents the keys that a parameter gave.</summary>
/// <param name="AccessKeyId">The access key ID.</param>
/// <param name="SecretAccessKey">The secret access key.</param>
/// <param name="SessionToken">The session token, or null.</param>
internal readonly record struct AwsKeys(string AccessKeyId, string SecretAccessKey, string? SessionToken);
