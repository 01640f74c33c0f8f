using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Authentication.ExtendedProtection;
using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>
/// Authenticates by Kerberos, SPNEGO or NTLM. Each exchange uses a connection of its own. A server that accepted a Kerberos ticket gets the
/// next one in advance, which saves a request. One instance can be used by several threads and for several servers. The library of the
/// system may wait for a KDC that does not reply, and cannot be cancelled. The total timeout and a cancellation end the call immediately;
/// the library ends its attempt later, on a thread of its own.
/// </summary>
/// <remarks>RFC 4559, MS-NLMP; requests-kerberos: <c>HTTPKerberosAuth</c>, requests_ntlm: <c>HttpNtlmAuth</c>.</remarks>
public sealed class NegotiateAuth : AuthBase
{
    // NTLM needs two challenges, Kerberos one; no mechanism in use needs more than four.
    private const int MaximumChallenges = 5;

    // The origins that accepted a ticket, with the channel binding of their TLS connection. It depends on the certificate, so it holds for
    // other connections.
    private readonly ConcurrentDictionary<string, ChannelBinding?> _kerberosOrigins = new(StringComparer.OrdinalIgnoreCase);
    private readonly NetworkCredential? _credential;

    /// <summary>Creates the authentication of a user.</summary>
    /// <param name="userName">
    /// The user name: <c>user</c>, <c>user@REALM</c> or <c>DOMAIN\user</c>. Null uses the user who is signed in to this machine: the ticket
    /// cache, or the credentials of Windows.
    /// </param>
    /// <param name="password">The password; null without a user name.</param>
    /// <exception cref="NegotiateException">The user name is empty.</exception>
    public NegotiateAuth(string? userName = null, string? password = null)
    {
        if (userName is null) return;
        if (userName.Length == 0)
        {
            throw new NegotiateException("The user name is empty: give a name, or leave it out for the user who is signed in.");
        }

        var parts = userName.Split('\\', 2);
        _credential = parts.Length == 2 ? new NetworkCredential(parts[1], password, parts[0]) : new NetworkCredential(userName, password);
        UserName = userName;
    }

    /// <summary>Gets the user name; null for the user who is signed in.</summary>
    public string? UserName { get; }

    /// <summary>Gets the package. Default: the one that both sides agree on.</summary>
    public NegotiatePackage Package { get; init; }

    /// <summary>
    /// Gets the name of the service, such as <c>HTTP/web.example.com</c>. Default: null, which means HTTP and the host of the URL.
    /// </summary>
    public string? ServicePrincipalName { get; init; }

    /// <summary>
    /// Gets a value that indicates whether the server may act for the user elsewhere, with a forwardable ticket. Default: false.
    /// </summary>
    public bool AllowDelegation { get; init; }

    /// <summary>Gets whether the server has to authenticate itself. Default: optional.</summary>
    public MutualAuthentication MutualAuthentication { get; init; }

    /// <inheritdoc/>
    internal override IEnumerable<string?> Secrets => [_credential?.Password];

    /// <inheritdoc/>
    internal override bool RequiresCallerContext => false;

    /// <summary>
    /// Gets a hash that identifies the user, for connections that stay authenticated. The password cannot be read from it.
    /// </summary>
    internal string Identity
    {
        get
        {
            var user = _credential is null
                ? $"{Package}\n{Environment.UserDomainName}\n{Environment.UserName}"
                : $"{Package}\n{_credential.Domain}\n{_credential.UserName}\n{_credential.Password}";
            return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(user)));
        }
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<PreparedRequest> FlowAsync(
        AuthExchange exchange,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = exchange.Request;
        request.Headers.Remove("Authorization");
        exchange.ConnectionIdentity = Identity;
        var host = new Uri(request.Url).IdnHost;
        NegotiateContext? context = null;
        try
        {
            var isAhead = _kerberosOrigins.TryGetValue(UrlParts.GetOrigin(request.Url), out var binding);
            if (isAhead) context = Start("Negotiate", host, binding);
            var first = context is null ? null : await context.NextAsync("", cancellationToken).ConfigureAwait(true);
            yield return context is null ? request : With(request, "Negotiate", first);

            for (var count = 0; count < MaximumChallenges; count++)
            {
                if (GetChallenge(exchange.LastResponse!, context is not null && !isAhead) is not { } challenge) break;
                if (isAhead && challenge.Token.Length == 0)
                {
                    // The token in advance was not accepted, for instance because the server was restarted: start again, once.
                    context!.Dispose();
                    context = null;
                }

                isAhead = false;
                context ??= Start(challenge.Scheme, host, exchange.Connection?.Binding);
                if (await context.NextAsync(challenge.Token, cancellationToken).ConfigureAwait(true) is not { } token) break;
                yield return With(request, challenge.Scheme, token);
            }

            if (context is not null) await VerifyServerAsync(context, request, exchange, cancellationToken).ConfigureAwait(true);
        }
        finally
        {
            context?.Dispose();
        }
    }

    /// <summary>Returns the package and the user name, such as <c>Negotiate (alice)</c>, without the password.</summary>
    public override string ToString() => UserName is null ? Package.ToString() : $"{Package} ({UserName})";

    private static PreparedRequest With(PreparedRequest request, string scheme, string? token)
    {
        var next = request.Copy();
        next.Headers["Authorization"] = $"{scheme} {token}";
        return next;
    }

    /// <summary>Gets the challenge of a response, or null to accept the response.</summary>
    private (string Scheme, string Token)? GetChallenge(Response response, bool isUnderWay) =>
        response.StatusCode == 401 ? GetChallenge(response.Headers.GetValues("WWW-Authenticate"), isUnderWay) : null;

    /// <summary>Gets the challenge of a server or proxy, or null when it has no challenge that can be continued.</summary>
    /// <param name="headers">The values of its WWW-Authenticate or Proxy-Authenticate headers.</param>
    /// <param name="isUnderWay">Whether a token was already sent.</param>
    internal (string Scheme, string Token)? GetChallenge(IEnumerable<string> headers, bool isUnderWay)
    {
        var challenges = AuthChallenge.Parse(headers);
        var schemes = (ReadOnlySpan<string>)(Package switch
        {
            NegotiatePackage.Ntlm => ["NTLM"],
            NegotiatePackage.Kerberos => ["Negotiate"],
            _ => ["Negotiate", "NTLM"],
        });
        foreach (var scheme in schemes)
        {
            if (challenges.Find(item => item.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase)) is not { } challenge) continue;

            // After a token was sent, a challenge without a token is a refusal.
            return isUnderWay && challenge.Token.Length == 0 ? null : (scheme, challenge.Token);
        }

        return null;
    }

    /// <summary>Starts a security context.</summary>
    /// <param name="scheme">The scheme of the challenge.</param>
    /// <param name="host">The host of the server or proxy.</param>
    /// <param name="binding">The channel binding of the TLS connection, or null.</param>
    internal NegotiateContext Start(string scheme, string host, ChannelBinding? binding) => new(
        scheme == "NTLM" ? "NTLM" : Package == NegotiatePackage.Kerberos ? "Kerberos" : "Negotiate",
        _credential,
        ServicePrincipalName ?? $"HTTP/{host}",
        binding,
        AllowDelegation,
        MutualAuthentication == MutualAuthentication.Required);

    /// <summary>Verifies the token of the server, and records that it accepts tickets.</summary>
    private async Task VerifyServerAsync(
        NegotiateContext context,
        PreparedRequest request,
        AuthExchange exchange,
        CancellationToken cancellationToken)
    {
        var response = exchange.LastResponse!;
        if (response.StatusCode == 401) return;
        var token = AuthChallenge.Parse(response.Headers.GetValues("WWW-Authenticate"))
            .Find(item => item.Scheme.Equals("Negotiate", StringComparison.OrdinalIgnoreCase))?.Token;
        if (MutualAuthentication != MutualAuthentication.Disabled && token is { Length: > 0 } && !context.IsDone)
        {
            await context.NextAsync(token, cancellationToken).ConfigureAwait(true);
        }

        if (MutualAuthentication == MutualAuthentication.Required && !context.IsMutual)
        {
            throw new NegotiateException(
                $"The server '{UrlParts.GetOrigin(request.Url)}' did not authenticate itself, and mutual authentication is required.");
        }

        if (response.Request.Headers["Authorization"] is { } credentials && IsKerberos(credentials))
        {
            _kerberosOrigins[UrlParts.GetOrigin(request.Url)] = exchange.Connection?.Binding;
        }
    }

    /// <summary>
    /// Returns whether the credentials are not a message of NTLM, which begins with a signature, in Base64 or within SPNEGO.
    /// </summary>
    private static bool IsKerberos(string credentials)
    {
        const string Scheme = "Negotiate ";
        if (!credentials.StartsWith(Scheme, StringComparison.Ordinal)) return false;
        return Convert.FromBase64String(credentials[Scheme.Length..]).AsSpan().IndexOf("NTLMSSP\0"u8) < 0;
    }
}
