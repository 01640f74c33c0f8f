using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Authentication.ExtendedProtection;
using System.Security.Cryptography;
using System.Text;

namespace Requests;

/// <summary>
/// Kerberos, SPNEGO and NTLM, each exchange on a connection of its own. A server that took a Kerberos ticket gets the next one in advance:
/// one request, not two. One object may serve many threads and servers.
/// </summary>
/// <remarks>RFC 4559, MS-NLMP; requests-kerberos: <c>HTTPKerberosAuth</c>, requests_ntlm: <c>HttpNtlmAuth</c>.</remarks>
public sealed class NegotiateAuth : AuthBase
{
    // NTLM takes two answers, Kerberos one; no mechanism in use takes more than four.
    private const int MaximumChallenges = 5;

    // Where a ticket was taken, and the TLS connection that it was bound to: the same certificate binds alike.
    private readonly ConcurrentDictionary<string, ChannelBinding?> _kerberosOrigins = new(StringComparer.OrdinalIgnoreCase);
    private readonly NetworkCredential? _credential;

    /// <summary>Creates the proof of a user.</summary>
    /// <param name="userName">The name: <c>user</c>, <c>user@REALM</c> or <c>DOMAIN\user</c>. Null is who is signed in to this machine: the ticket cache, or Windows' own credentials.</param>
    /// <param name="password">The password; null without a name.</param>
    /// <exception cref="NegotiateException">The name is empty.</exception>
    public NegotiateAuth(string? userName = null, string? password = null)
    {
        if (userName is null) return;
        if (userName.Length == 0) throw new NegotiateException("The name is empty: give one, or none at all for the user who is signed in.");
        var parts = userName.Split('\\', 2);
        _credential = parts.Length == 2 ? new NetworkCredential(parts[1], password, parts[0]) : new NetworkCredential(userName, password);
        UserName = userName;
    }

    /// <summary>The name; null for the user who is signed in.</summary>
    public string? UserName { get; }

    /// <summary>What is used. Default: what both sides agree on.</summary>
    public NegotiatePackage Package { get; init; }

    /// <summary>The service's name, such as <c>HTTP/web.example.com</c>. Default null: HTTP and the URL's host.</summary>
    public string? ServicePrincipalName { get; init; }

    /// <summary>Whether the server may act for the user elsewhere, with a forwardable ticket. Default false.</summary>
    public bool AllowsDelegation { get; init; }

    /// <summary>Whether the server has to prove itself. Default: where it tries to.</summary>
    public MutualAuthentication MutualAuthentication { get; init; }

    /// <inheritdoc/>
    internal override IEnumerable<string?> Secrets => [_credential?.Password];

    /// <inheritdoc/>
    internal override bool RequiresCallerContext => false;

    /// <summary>Who signs in, for those connections that stay signed in; holds no password that could be read.</summary>
    internal string Identity
    {
        get
        {
            var who = _credential is null ? $"{Package}\n{Environment.UserDomainName}\n{Environment.UserName}" : $"{Package}\n{_credential.Domain}\n{_credential.UserName}\n{_credential.Password}";
            return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(who)));
        }
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<PreparedRequest> FlowAsync(AuthExchange exchange, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(true);
        var request = exchange.Request;
        request.Headers.Remove("Authorization");
        exchange.ConnectionIdentity = Identity;
        var host = new Uri(request.Url).IdnHost;
        NegotiateContext? context = null;
        try
        {
            var isAhead = _kerberosOrigins.TryGetValue(UrlParts.GetOrigin(request.Url), out var binding);
            if (isAhead) context = Start("Negotiate", host, binding);
            yield return context is null ? request : With(request, "Negotiate", context.Next(""));

            for (var count = 0; count < MaximumChallenges && GetChallenge(exchange.LastResponse!, context is not null && !isAhead) is { } challenge; count++)
            {
                if (isAhead && challenge.Token.Length == 0)
                {
                    // What was sent ahead did not do, such as a ticket on a restarted server: begin anew, once.
                    context!.Dispose();
                    context = null;
                }

                isAhead = false;
                context ??= Start(challenge.Scheme, host, exchange.Connection?.Binding);
                if (context.Next(challenge.Token) is not { } token) break;
                yield return With(request, challenge.Scheme, token);
            }

            if (context is not null) Conclude(context, request, exchange);
        }
        finally
        {
            context?.Dispose();
        }
    }

    /// <summary>Such as <c>Negotiate (alice)</c>; never the password.</summary>
    public override string ToString() => UserName is null ? Package.ToString() : $"{Package} ({UserName})";

    private static PreparedRequest With(PreparedRequest request, string scheme, string? token)
    {
        var next = request.Copy();
        next.Headers["Authorization"] = $"{scheme} {token}";
        return next;
    }

    /// <summary>What the server wants to hear next, or null when its answer stands.</summary>
    private (string Scheme, string Token)? GetChallenge(Response response, bool isUnderWay) =>
        response.StatusCode == 401 ? GetChallenge(response.Headers.GetValues("WWW-Authenticate"), isUnderWay) : null;

    /// <summary>What somebody wants to hear next, or null when there is nothing to say to it.</summary>
    /// <param name="headers">The values of the challenging headers.</param>
    /// <param name="isUnderWay">Whether something was said already.</param>
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
            if (challenges.Find(one => one.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase)) is not { } challenge) continue;

            // Under way, a challenge that says nothing is a refusal.
            return isUnderWay && challenge.Token.Length == 0 ? null : (scheme, challenge.Token);
        }

        return null;
    }

    /// <summary>Begins a conversation.</summary>
    /// <param name="scheme">The scheme that was asked for.</param>
    /// <param name="host">Who asks.</param>
    /// <param name="binding">The TLS connection that it is bound to, or null.</param>
    internal NegotiateContext Start(string scheme, string host, ChannelBinding? binding) => new(
        scheme == "NTLM" ? "NTLM" : Package == NegotiatePackage.Kerberos ? "Kerberos" : "Negotiate",
        _credential,
        ServicePrincipalName ?? $"HTTP/{host}",
        binding,
        AllowsDelegation,
        MutualAuthentication == MutualAuthentication.Required);

    /// <summary>Looks at the server's own proof, and remembers what it takes.</summary>
    private void Conclude(NegotiateContext context, PreparedRequest request, AuthExchange exchange)
    {
        var response = exchange.LastResponse!;
        if (response.StatusCode == 401) return;
        var token = AuthChallenge.Parse(response.Headers.GetValues("WWW-Authenticate")).Find(one => one.Scheme.Equals("Negotiate", StringComparison.OrdinalIgnoreCase))?.Token;
        if (MutualAuthentication != MutualAuthentication.Disabled && token is { Length: > 0 } && !context.IsDone) context.Next(token);
        if (MutualAuthentication == MutualAuthentication.Required && !context.IsMutual) throw new NegotiateException($"The server '{UrlParts.GetOrigin(request.Url)}' did not prove itself, and that was required.");
        if (response.Request.Headers["Authorization"] is { } proof && IsKerberos(proof)) _kerberosOrigins[UrlParts.GetOrigin(request.Url)] = exchange.Connection?.Binding;
    }

    /// <summary>Whether one token was enough, and none of NTLM: those begin with its signature, in Base64 or within SPNEGO.</summary>
    private static bool IsKerberos(string proof)
    {
        var at = proof.IndexOf(' ', StringComparison.Ordinal);
        return proof.StartsWith("Negotiate ", StringComparison.Ordinal) && Convert.FromBase64String(proof[(at + 1)..]).AsSpan().IndexOf("NTLMSSP\0"u8) < 0;
    }
}
