using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Requests.Tests.Auth.Aws;

/// <summary>Tests random requests with the signatures that botocore has for them, in the headers and in the query.</summary>
public class AwsBotocoreTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 14, 15, 9, 26, TimeSpan.Zero));

    [Fact]
    public void Signatures_are_those_of_botocore()
    {
        using var reader = new StreamReader(typeof(AwsBotocoreTests).Assembly.GetManifestResourceStream("sigv4-botocore.txt")!);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static line => line[0] != '#').ToList();

        Assert.True(lines.Count > 120);
        Assert.Equal("", string.Join("\n\n", lines.SelectMany(FindDifferences)));
    }

    private IEnumerable<string> FindDifferences(string line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        string? Get(string name) => root.GetProperty(name).GetString();
        var auth = new AwsAuth("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", Get("token"), _time)
        {
            Region = Get("region"),
            Service = Get("service"),
        };
        var headers = new HeaderDictionary();
        foreach (var header in root.GetProperty("headers").EnumerateObject()) headers[header.Name] = header.Value.GetString();
        var body = Get("body") is { Length: > 0 } text ? new BytesBody(text) : null;
        var request = new PreparedRequest(Get("method")!, Get("url")!, headers) { Body = body };
        auth.Apply(request);

        // A presigned URL of botocore has the body in its query, and each name once.
        var unsigned = new PreparedRequest(request.Method, Get("url")!, headers.Copy());
        foreach (var name in new[] { "Authorization", "X-Amz-Date", "X-Amz-Content-Sha256", "X-Amz-Security-Token" })
        {
            unsigned.Headers.Remove(name);
        }

        var presigned = auth.CreatePresignedUrl(unsigned, TimeSpan.FromMinutes(10));

        if (request.Url != Get("sent")) yield return $"{line}\nis sent as {request.Url}";
        if (request.Headers["Authorization"]?.EndsWith($"Signature={Get("signature")}", StringComparison.Ordinal) != true)
        {
            yield return $"{line}\nhas {request.Headers["Authorization"]}";
        }

        if (Get("presigned") is { Length: > 0 } signature && !presigned.EndsWith($"={signature}", StringComparison.Ordinal))
        {
            yield return $"{line}\nis presigned as {presigned}";
        }
    }
}
