using System.Text;

namespace Requests.Tests.Transport.Cassettes;

/// <summary>Represents a folder for the cassettes of one test, and creates sessions that use them.</summary>
internal sealed class CassetteFixture : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cassette-");

    internal string Folder => _folder.FullName;

    internal string Path => System.IO.Path.Combine(Folder, "users.har");

    internal string Text => File.ReadAllText(Path);

    internal IEnumerable<string> Journals => Directory.EnumerateFiles(Folder, "*.recording");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Opens the cassette over an adapter with scripted responses; without responses nothing may be sent.</summary>
    internal CassetteAdapter Open(CassetteOptions? options = null, params Func<PreparedRequest, Response>[] replies) =>
        new(Path, options ?? new CassetteOptions(), new FakeAdapter(replies), new ManualTime());

    internal CassetteAdapter OpenAt(string path) => new(path, new CassetteOptions(), new FakeAdapter(), new ManualTime());

    internal static RequestSession Session(CassetteAdapter cassette) =>
        new(AdapterRegistry.Create(cassette)) { TrustEnv = false };

    internal static Task<Response> Get(CassetteAdapter cassette, string url, params (string Name, string Value)[] headers)
    {
        var request = new Request("GET", url);
        foreach (var (name, value) in headers) (request.Headers ??= []).Append(name, value);
        return Session(cassette).RequestAsync(request);
    }

    internal static Task<Response> Post(CassetteAdapter cassette, string url, string body, string type)
    {
        var request = new Request("POST", url) { Body = new BytesBody(Encoding.UTF8.GetBytes(body), type) };
        return Session(cassette).RequestAsync(request);
    }
}
