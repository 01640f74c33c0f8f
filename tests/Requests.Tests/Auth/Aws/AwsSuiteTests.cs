using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace Requests.Tests.Auth.Aws;

/// <summary>Tests signatures with the requests of Amazon's test suite, in the headers and in the query.</summary>
public class AwsSuiteTests
{
    private const string AccessKeyId = "AKIDEXAMPLE";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private static readonly DateTimeOffset Time = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, SuiteCase> Cases = Read().ToDictionary(static item => item.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Cases.Keys];

    // Header values have no escapes that are part of the test, and the path and the body are those that a URL and this class can have.
    public static TheoryData<string> PresignedNames => [.. Cases.Values.Where(static item => item.IsUrl).Select(static item => item.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_request_has_the_signature_of_the_suite(string name)
    {
        var item = Cases[name];
        var headers = item.Headers.Copy();
        var payload = AwsSigningKey.Hash(Encoding.UTF8.GetBytes(item.Body));
        headers["X-Amz-Date"] = "20150830T123600Z";
        if (item.SignsBody) headers["X-Amz-Content-Sha256"] = payload;
        if (item.Token is { } token && !item.OmitsToken) headers["X-Amz-Security-Token"] = token;
        var (path, query) = UrlParts.CutQuery(item.Target);

        var canonical = AwsCanonicalForm.CreateRequest(
            item.Method,
            AwsCanonicalForm.EncodePath(item.IsNormalized ? AwsCanonicalForm.Normalize(path) : path),
            AwsCanonicalForm.ToSentQuery(query),
            AwsCanonicalForm.SelectHeaders(headers, headers["Host"]!, static _ => true),
            payload);
        var key = new AwsSigningKey(new AwsCredentials(AccessKeyId, Secret, item.Token), "us-east-1", "service", Time);

        Assert.Equal(item.Signature, key.SignRequest(canonical));
    }

    [Theory]
    [MemberData(nameof(PresignedNames))]
    public void A_presigned_url_has_the_signature_of_the_suite(string name)
    {
        var item = Cases[name];
        var auth = new AwsAuth(AccessKeyId, Secret, item.Token, new FakeTimeProvider(Time)) { Region = "us-east-1", Service = "service" };
        var request = new PreparedRequest(item.Method, $"https://example.amazonaws.com{item.Target}", item.Headers.Copy());

        var url = auth.CreatePresignedUrl(request, TimeSpan.FromHours(1));

        Assert.EndsWith($"&X-Amz-Signature={item.QuerySignature}", url, StringComparison.Ordinal);
        Assert.Contains("X-Amz-Expires=3600", url, StringComparison.Ordinal);
    }

    [Fact]
    public void The_suite_is_complete()
    {
        Assert.Equal(38, Cases.Count);
        Assert.True(Cases.Values.Count(static item => item.IsUrl) >= 24);
    }

    private static IEnumerable<SuiteCase> Read()
    {
        using var reader = new StreamReader(typeof(AwsSuiteTests).Assembly.GetManifestResourceStream("sigv4-suite.txt")!);
        foreach (var block in reader.ReadToEnd().Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            var lines = block.Trim('\n').Split('\n');
            var pairs = lines.Skip(1).Select(static line => line.Split('=', 2)).ToLookup(static pair => pair[0], static pair => pair[1]);
            var headers = new HeaderDictionary();
            foreach (var header in pairs["header"].Select(static text => text.Split(':', 2))) headers[header[0]] = header[1];
            yield return new SuiteCase(
                lines[0].Trim('[', ']'),
                pairs["method"].Single(),
                pairs["target"].Single(),
                headers,
                pairs["body"].FirstOrDefault() ?? "",
                pairs["token"].FirstOrDefault(),
                pairs["signature"].Single(),
                pairs["query"].Single())
            {
                IsNormalized = !pairs.Contains("normalize"),
                SignsBody = pairs.Contains("signbody"),
                OmitsToken = pairs.Contains("omittoken"),
            };
        }
    }

    private sealed record SuiteCase(
        string Name,
        string Method,
        string Target,
        HeaderDictionary Headers,
        string Body,
        string? Token,
        string Signature,
        string QuerySignature)
    {
        public bool IsNormalized { get; init; }

        public bool SignsBody { get; init; }

        public bool OmitsToken { get; init; }

        public bool IsUrl =>
            IsNormalized && !SignsBody && !OmitsToken && Ascii.IsValid(Target) && !Target.Contains(' ', StringComparison.Ordinal);
    }
}
