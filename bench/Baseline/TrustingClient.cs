using System.Collections.Concurrent;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography.X509Certificates;

namespace Requests.Bench;

/// <summary>Sends requests with an HttpClient that trusts one authority.</summary>
public static class TrustingClient
{
    private static readonly ConcurrentDictionary<(string CaFile, bool KeepsConnections), HttpClient> Clients = new();

    /// <summary>
    /// Gets or sets a value that indicates whether the clients of <see cref="For"/> keep their connections. Default: true.
    /// </summary>
    public static bool KeepsConnections { get; set; } = true;

    /// <summary>Gets the client for an authority.</summary>
    /// <param name="caFile">The path of the PEM file of the authority.</param>
    public static HttpClient For(string caFile) => Clients.GetOrAdd(
        (caFile, KeepsConnections),
        static key => Create(key.CaFile, key.KeepsConnections ? Timeout.InfiniteTimeSpan : TimeSpan.Zero));

    /// <summary>Sends GETs on one connection.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="caFile">The path of the PEM file of the authority.</param>
    /// <param name="count">The number of requests.</param>
    public static void Get(string url, string caFile, int count)
    {
        for (var i = 0; i < count; i++) _ = For(caFile).GetByteArrayAsync(url).GetAwaiter().GetResult();
    }

    /// <summary>Sends GETs over HTTP/2 on one connection.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="caFile">The path of the PEM file of the authority.</param>
    /// <param name="count">The number of requests.</param>
    public static void GetHttp2(string url, string caFile, int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url)
            {
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };
            using var response = For(caFile).SendAsync(request).GetAwaiter().GetResult();
            _ = response.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult();
        }
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
