using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Requests.Tests.Auth;

/// <summary>Tests one authentication on several threads with servers that check the count of each nonce.</summary>
public class DigestParallelTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Parallel_calls_are_not_refused(bool isExact, bool namesNext)
    {
        var server = new StrictServer { IsExact = isExact, NamesNext = namesNext };
        for (var round = 0; round < 20; round++)
        {
            using var session = new RequestSession(AdapterRegistry.Create(server))
            {
                TrustEnv = false,
                Auth = new DigestAuth("user", "pass"),
            };
            using var start = new Barrier(16);
            var statuses = new ConcurrentBag<int>();
            var threads = Enumerable.Range(0, 16).Select(thread => new Thread(() =>
            {
                start.SignalAndWait();
                for (var i = 0; i < 10; i++)
                {
                    statuses.Add(session.RequestAsync(new Request("GET", $"http://h/{thread}/{i}")).GetAwaiter().GetResult().StatusCode);
                }

            })).ToArray();
            foreach (var thread in threads) thread.Start();
            foreach (var thread in threads) thread.Join();

            Assert.Equal(160, statuses.Count);
            Assert.All(statuses, status => Assert.Equal(200, status));
            await Task.Yield();
        }

        // An accepted nonce is used again, so there is about one challenge for each thread, not for each call.
        Assert.InRange(server.Challenges, 20, 20 * 16 * 3);
    }

    [Fact]
    public async Task A_server_that_repeats_a_nonce_gets_each_count_once()
    {
        var server = new StrictServer { SameNonce = "n", ChecksOrder = false };
        using var session = new RequestSession(AdapterRegistry.Create(server)) { TrustEnv = false, Auth = new DigestAuth("user", "pass") };

        var responses = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(i => Task.Run(() => session.RequestAsync(new Request("GET", $"http://h/{i}")))));

        Assert.All(responses, item => Assert.Equal(200, item.StatusCode));
    }

    /// <summary>Checks the response and that the count of a nonce increases. An old count is refused without the stale flag.</summary>
    private sealed class StrictServer : TransportAdapter
    {
        private readonly object _lock = new();
        private readonly Dictionary<string, HashSet<int>> _counts = new(StringComparer.Ordinal);
        private int _nonces;

        internal bool IsExact { get; init; }

        internal bool NamesNext { get; init; }

        internal string? SameNonce { get; init; }

        internal bool ChecksOrder { get; init; } = true;

        internal int Challenges { get; private set; }

        public override async Task<Response> SendAsync(PreparedRequest request, SendOptions options, CancellationToken cancellationToken)
        {
            await Task.Yield();
            lock (_lock)
            {
                var headers = new HeaderDictionary();
                if (IsRight(request))
                {
                    if (NamesNext) headers.Append("Authentication-Info", $"nextnonce=\"{New()}\"");
                    return new Response(request, 200, new MemoryStream()) { Headers = headers };
                }

                Challenges++;
                headers.Append("WWW-Authenticate", $"Digest realm=\"r\", nonce=\"{SameNonce ?? New()}\", qop=\"auth\", algorithm=SHA-256");
                return new Response(request, 401, new MemoryStream()) { Headers = headers };
            }
        }

        private string New()
        {
            var nonce = $"n{++_nonces}";
            _counts[nonce] = [];
            return nonce;
        }

        private bool IsRight(PreparedRequest request)
        {
            if (request.Headers["Authorization"] is not { } header) return false;
            string Part(string name) =>
                Regex.Match(header, $"[ ,]{name}=\"?([^\",]*)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;
            string Hash(string text) => DigestHash.Compute("SHA-256", Encoding.UTF8.GetBytes(text));
            var (nonce, count) = (Part("nonce"), int.Parse(Part("nc"), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            var action = Hash($"GET:{new Uri(request.Url).PathAndQuery}");
            if (Part("response") != Hash($"{Hash("user:r:pass")}:{nonce}:{Part("nc")}:{Part("cnonce")}:auth:{action}")) return false;
            if (!_counts.TryGetValue(nonce, out var seen))
            {
                if (SameNonce is null) return false;
                _counts[nonce] = seen = [];
            }

            var isNew = IsExact ? count == seen.Count + 1 : !ChecksOrder || seen.Count == 0 || count > seen.Max();
            return isNew && seen.Add(count);
        }
    }
}
