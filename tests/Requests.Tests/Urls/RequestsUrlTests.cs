using System.Globalization;
using System.Text.RegularExpressions;

namespace Requests.Tests.Urls;

public partial class RequestsUrlTests
{
    [Fact]
    public void URLs_are_sent_as_in_Requests()
    {
        using var reader = new StreamReader(typeof(RequestsUrlTests).Assembly.GetManifestResourceStream("requests-urls.txt")!);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static line => line[0] != '#').ToList();
        var differences = new List<string>();
        foreach (var line in lines)
        {
            var (url, expected) = line.Split('\t') is [var left, var right]
                ? (Unescape(left), right)
                : throw new InvalidDataException(line);
            var prepared = UrlPreparer.Prepare(url, null, null).Url;
            if (prepared != expected) differences.Add($"{left}: {prepared}, not {expected}");
        }

        Assert.True(lines.Count > 300);
        Assert.Empty(differences);
    }

    private static string Unescape(string python) => Escape().Replace(python, static match => match.Value switch
    {
        "\\\\" => "\\",
        var code => char.ConvertFromUtf32(int.Parse(code.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
    });

    [GeneratedRegex(@"\\\\|\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\U[0-9a-f]{8}")]
    private static partial Regex Escape();
}
