using System.Collections.Concurrent;
using System.Net.Http;
using System.Security.Cryptography.X509Certificates;

namespace Requests.Bench;

/// <summary>Sends requests with an HttpClient that trusts one authority.</summary>
public static class TrustingClient
{
    private static readonly ConcurrentDictionary<string, HttpClient> Clients = new(StringComparer.Ordinal);

    /// <summary>Gets the client that keeps its connections.</summary>
    /// <param name="caFile">The path of the PEM file of the authority.</param>
    public static HttpClient For(string caFile) => Clients.GetOrAdd(caFile, static file => Create(file, Timeout.InfiniteTimeSpan));

    /// <summary>Sends GETs on one connection.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="caFile">The path of the PEM file of the authority.</param>
    /// <param name="count">The number of requests.</param>
    public static void Get(string url, string caFile, int count)
    {
        for (var i = 0; i < count; i++) _ = For(caFile).GetByteArrayAsync(url).GetAwaiter().GetResult();
    }

    /// <summary>Sends GETs, each on a new connection.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="caFile">The path of the PEM file of the authority.</param>
    /// <param name="count">The number of requests.</param>
    public static void Connect(string url, string caFile, int count)
    {
        using var client = Create(caFile, TimeSpan.Zero);
        for (var i = 0; i < count; i++) _ = client.GetByteArrayAsync(url).GetAwaiter().GetResult();
    }

    private static HttpClient Create(string caFile, TimeSpan lifetime)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(caFile);
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = lifetime };
        handler.SslOptions.CertificateChainPolicy = policy;
        return new HttpClient(handler);
    }
}
