using System.Net;
using System.Net.Security;
using System.Security.Authentication.ExtendedProtection;
using System.Security.Principal;

namespace Requests;

/// <summary>One conversation of GSSAPI or SSPI: tokens in, tokens out.</summary>
/// <remarks>RFC 4178, RFC 4559.</remarks>
internal sealed class NegotiateContext : IDisposable
{
    private readonly NegotiateAuthentication _authentication;
    private readonly string _package;
    private readonly string _target;
    private readonly bool _isExplicit;

    internal NegotiateContext(string package, NetworkCredential? credential, string target, ChannelBinding? binding, bool delegates, bool isMutual)
    {
        _package = package;
        _target = target;
        _isExplicit = credential is not null;
        if (package == "NTLM" && !OperatingSystem.IsWindows()) AppContext.SetSwitch("System.Net.Security.UseManagedNtlm", isEnabled: true);
        _authentication = new NegotiateAuthentication(new NegotiateAuthenticationClientOptions
        {
            AllowedImpersonationLevel = delegates ? TokenImpersonationLevel.Delegation : TokenImpersonationLevel.Impersonation,
            Binding = binding,
            Credential = credential ?? CredentialCache.DefaultNetworkCredentials,
            Package = package,
            RequireMutualAuthentication = isMutual,
            TargetName = target,
        });
    }

    /// <summary>Whether nothing more is to be said.</summary>
    internal bool IsDone => _authentication.IsAuthenticated;

    /// <summary>Whether the server has proved itself as well.</summary>
    internal bool IsMutual => _authentication.IsAuthenticated && _authentication.IsMutuallyAuthenticated;

    public void Dispose() => _authentication.Dispose();

    /// <summary>The next token in Base64; null when nothing more is to be said.</summary>
    /// <param name="incoming">The server's token in Base64, or empty at the beginning.</param>
    /// <exception cref="NegotiateException">The conversation cannot go on.</exception>
    internal string? Next(string incoming)
    {
        try
        {
            var token = _authentication.GetOutgoingBlob(Convert.FromBase64String(incoming), out var status);
            if (status is NegotiateAuthenticationStatusCode.Completed or NegotiateAuthenticationStatusCode.ContinueNeeded) return token is null ? null : Convert.ToBase64String(token);
            throw new NegotiateException($"{_package} with '{_target}' failed: {WordsFor(status)}") { Reason = status.ToString() };
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            // .NET's own NTLM reads beyond the end of a message that is too short.
            throw new NegotiateException($"{_package} with '{_target}' failed: the server's token is none.", error);
        }
        catch (Exception error) when (error is PlatformNotSupportedException or DllNotFoundException or TypeInitializationException)
        {
            throw new NegotiateException($"{_package} with '{_target}' failed: {WordsFor(NegotiateAuthenticationStatusCode.Unsupported)}", error) { Reason = nameof(NegotiateAuthenticationStatusCode.Unsupported) };
        }
    }

    private string WordsFor(NegotiateAuthenticationStatusCode status) => status switch
    {
        NegotiateAuthenticationStatusCode.Unsupported when _package == "NTLM" => "this system has no NTLM, and .NET's own was ruled out before; install gss-ntlmssp, or set System.Net.Security.UseManagedNtlm.",
        NegotiateAuthenticationStatusCode.Unsupported or NegotiateAuthenticationStatusCode.UnknownCredentials or NegotiateAuthenticationStatusCode.InvalidCredentials when _isExplicit => "name and password are not accepted, or this system has no mechanism that takes them (Kerberos needs libgssapi-krb5-2 on Debian, krb5-libs on Fedora).",
        NegotiateAuthenticationStatusCode.Unsupported => "this system has no GSSAPI with that mechanism; install libgssapi-krb5-2 (Debian, Ubuntu), krb5-libs (Fedora) or krb5 (Alpine).",
        NegotiateAuthenticationStatusCode.UnknownCredentials => "there are no credentials for it; get a ticket with kinit, or give -Credential.",
        NegotiateAuthenticationStatusCode.CredentialsExpired or NegotiateAuthenticationStatusCode.ContextExpired => "the credentials have expired; get a new ticket with kinit.",
        NegotiateAuthenticationStatusCode.TargetUnknown => "nobody knows a service of that name; check the URL's host, or give -ServicePrincipalName.",
        NegotiateAuthenticationStatusCode.BadBinding => "the connection is not the one that the token is for; somebody may be in between.",
        NegotiateAuthenticationStatusCode.InvalidToken => "the server's token is none.",
        NegotiateAuthenticationStatusCode.InvalidCredentials => "the credentials are not accepted.",
        NegotiateAuthenticationStatusCode.GenericFailure => "the system's library says no more than that it failed; look at the ticket (klist), the clock and /etc/krb5.conf.",
        _ => $"{status}.",
    };
}
