namespace Requests;

/// <summary>Represents the keys of a user or a role of Amazon Web Services.</summary>
internal sealed class AwsCredentials
{
    /// <summary>Creates the keys.</summary>
    /// <param name="accessKeyId">The access key ID.</param>
    /// <param name="secretAccessKey">The secret access key.</param>
    /// <param name="sessionToken">The session token of temporary keys; null or empty for others.</param>
    /// <exception cref="InvalidParameterException">A value is empty or has a character that it cannot have.</exception>
    internal AwsCredentials(string accessKeyId, string secretAccessKey, string? sessionToken)
    {
        if (accessKeyId.Length == 0 || accessKeyId.AsSpan().ContainsAnyExceptInRange('!', '~') || accessKeyId.AsSpan().ContainsAny(",/="))
        {
            throw new InvalidParameterException(
                "AccessKeyId must have at least one character, and visible ASCII characters except , / and =. Check it for a line end.");
        }

        if (secretAccessKey.Length == 0 || secretAccessKey.Trim().Length != secretAccessKey.Length)
        {
            throw new InvalidParameterException(
                "SecretAccessKey must have at least one character, and no white space at its ends. Check it for a line end.");
        }

        if (sessionToken is not null && sessionToken.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new InvalidParameterException(
                "SessionToken must have visible ASCII characters only. Check it for a blank or a line end.");
        }

        AccessKeyId = accessKeyId;
        SecretAccessKey = secretAccessKey;
        SessionToken = sessionToken is { Length: > 0 } ? sessionToken : null;
    }

    /// <summary>Gets the access key ID, which is not a secret.</summary>
    internal string AccessKeyId { get; }

    /// <summary>Gets the secret access key.</summary>
    internal string SecretAccessKey { get; }

    /// <summary>Gets the session token of temporary keys, or null.</summary>
    internal string? SessionToken { get; }

    /// <summary>Returns the access key ID, without a secret.</summary>
    public override string ToString() => AccessKeyId;
}
