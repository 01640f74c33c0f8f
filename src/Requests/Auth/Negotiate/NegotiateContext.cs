using System.Net;
using System.Net.Security;
using System.Security.Authentication.ExtendedProtection;
using System.Security.Principal;

namespace Requests;

/// <summary>Represents a security context of GSSAPI or SSPI, which exchanges tokens with a server.</summary>
/// <remarks>
/// RFC 4178, RFC 4559. The library of the system may wait for a KDC and cannot be cancelled. It runs on a thread of its own, which a
/// cancelled call leaves behind until the library returns.
/// </remarks>
internal sealed class NegotiateContext : IDisposable
{
    private readonly NegotiateAuthenticationClientOptions _options;
    private readonly string _package;
    private readonly string _target;
    private readonly bool _isExplicit;
    private NegotiateAuthentication? _authentication;
    private Task _token = Task.CompletedTask;

    internal NegotiateContext(
        string package,
        NetworkCredential? credential,
        string target,
        ChannelBinding? binding,
        bool allowDelegation,
        bool isMutual)
    {
        _package = package;
        _target = target;
        _isExplicit = credential is not null;
        if (package == "NTLM" && !OperatingSystem.IsWindows()) AppContext.SetSwitch("System.Net.Security.UseManagedNtlm", isEnabled: true);
        _options = new NegotiateAuthenticationClientOptions
        {
            AllowedImpersonationLevel = allowDelegation ? TokenImpersonationLevel.Delegation : TokenImpersonationLevel.Impersonation,
            Binding = binding,
            Credential = credential ?? CredentialCache.DefaultNetworkCredentials,
            Package = package,
            RequireMutualAuthentication = isMutual,
            TargetName = target,
        };
    }

    /// <summary>Gets a value that indicates whether the context is established and needs no further token.</summary>
    internal bool IsDone => _authentication is { IsAuthenticated: true };

    /// <summary>Gets a value that indicates whether the server has authenticated itself.</summary>
    internal bool IsMutual => _authentication is { IsAuthenticated: true, IsMutuallyAuthenticated: true };

    /// <summary>Disposes the context, after an abandoned call of the library where there is one.</summary>
    public void Dispose()
    {
        if (_token.IsCompleted) _authentication?.Dispose();
        else _ = DisposeLaterAsync();
    }

    /// <summary>Creates the next token in Base64; null when no further token is needed.</summary>
    /// <param name="incoming">The token of the server in Base64, or empty at the start.</param>
    /// <param name="cancellationToken">Cancels the wait. The call of the library continues.</param>
    /// <exception cref="NegotiateException">The context cannot be established.</exception>
    internal Task<string?> NextAsync(string incoming, CancellationToken cancellationToken)
    {
        var token = Task.Factory.StartNew(
            () => Next(incoming), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _token = token;
        return token.WaitAsync(cancellationToken);
    }

    private async Task DisposeLaterAsync()
    {
        await _token.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _authentication?.Dispose();
    }

    private string? Next(string incoming)
    {
        try
        {
            _authentication ??= new NegotiateAuthentication(_options);
            var token = _authentication.GetOutgoingBlob(Convert.FromBase64String(incoming), out var status);
            if (status is NegotiateAuthenticationStatusCode.Completed or NegotiateAuthenticationStatusCode.ContinueNeeded)
            {
                return token is null ? null : Convert.ToBase64String(token);
            }

            throw Failed(status);
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            // .NET's managed NTLM reads beyond the end of a message that is too short.
            throw new NegotiateException($"{_package} with '{_target}' failed: the token of the server is not valid.", error);
        }
        catch (Exception error) when (error is PlatformNotSupportedException or DllNotFoundException or TypeInitializationException)
        {
            throw Failed(NegotiateAuthenticationStatusCode.Unsupported, error);
        }
    }

    private NegotiateException Failed(NegotiateAuthenticationStatusCode status, Exception? cause = null) =>
        new($"{_package} with '{_target}' failed: {Describe(status)}", cause) { Reason = status.ToString() };

    private string Describe(NegotiateAuthenticationStatusCode status) => status switch
    {
        NegotiateAuthenticationStatusCode.Unsupported when _package == "NTLM" =>
            "this system has no NTLM, and the one of .NET was turned off before; install gss-ntlmssp, "
            + "or set System.Net.Security.UseManagedNtlm.",
        NegotiateAuthenticationStatusCode.Unsupported
            or NegotiateAuthenticationStatusCode.UnknownCredentials
            or NegotiateAuthenticationStatusCode.InvalidCredentials when _isExplicit =>
            "name and password are not accepted, or this system has no mechanism that takes them "
            + "(Kerberos needs libgssapi-krb5-2 on Debian, krb5-libs on Fedora).",
        NegotiateAuthenticationStatusCode.Unsupported =>
            "this system has no GSSAPI with that mechanism; install libgssapi-krb5-2 (Debian, Ubuntu), krb5-libs (Fedora) "
            + "or krb5 (Alpine).",
        NegotiateAuthenticationStatusCode.UnknownCredentials =>
            "credentials are missing; get a ticket with kinit, or give -Credential.",
        NegotiateAuthenticationStatusCode.CredentialsExpired or NegotiateAuthenticationStatusCode.ContextExpired =>
            "the credentials have expired; get a new ticket with kinit.",
        NegotiateAuthenticationStatusCode.TargetUnknown =>
            "the name of the service is not known; check the host of the URL, or give -ServicePrincipalName.",
        NegotiateAuthenticationStatusCode.BadBinding =>
            "the token is bound to another connection; the connection may be intercepted.",
        NegotiateAuthenticationStatusCode.InvalidToken => "the token of the server is not valid.",
        NegotiateAuthenticationStatusCode.InvalidCredentials => "the credentials are not accepted.",
        NegotiateAuthenticationStatusCode.GenericFailure =>
            "the library of the system gives no reason; check the ticket (klist), the clock and /etc/krb5.conf.",
        _ => $"{status}.",
    };
}
