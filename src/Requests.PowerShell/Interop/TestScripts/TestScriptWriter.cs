using System.Globalization;
using System.Text;

namespace Requests.PowerShell;

/// <summary>
/// Writes a file of tests for Pester from recorded calls. Each test sends the request of a call, to a mock or to a cassette, and verifies
/// the response.
/// </summary>
/// <param name="version">The version of the module.</param>
/// <param name="cassette">The expression of the path of the cassette; null for mocks.</param>
internal sealed class TestScriptWriter(string version, ScriptExpression? cassette)
{
    private const int LongestName = 100;
    private const int Indent = 8;

    private const string MockSetup = """
            BeforeEach {
                $mock = New-MockAdapter -Ordered
                $session = New-RequestSession
                Add-RequestAdapter $session https:// $mock
                Add-RequestAdapter $session http:// $mock
            }

            AfterEach { $mock.UnusedReplies | Should -BeNullOrEmpty -Because 'each request was expected' }

        """;

    /// <summary>Returns the text of the file.</summary>
    /// <param name="calls">The calls.</param>
    internal string Write(IReadOnlyList<TestCall> calls)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Written by Export-RequestTest of Requests {version}. ");
        text.Append("The tests send nothing over the network.\n");
        text.Append("# To test a script, replace Invoke-Request by a call of the script that uses $session.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Describe {CommandText.Quote(GetTitle(calls))} {{\n");
        text.Append(cassette is null ? MockSetup : GetCassetteSetup(cassette.Text));
        foreach (var call in calls)
        {
            text.Append('\n');
            Append(text, call);
        }

        return text.Append("}\n").ToString();
    }

    private static string GetCassetteSetup(string path) => $$"""
            BeforeAll {
                $cassette = New-CassetteAdapter -Path {{path}} -Mode None -Match Method, Url
                $session = New-RequestSession
                Add-RequestAdapter $session https:// $cassette
                Add-RequestAdapter $session http:// $cassette
            }

        """;

    private void Append(StringBuilder text, TestCall call)
    {
        var body = RequestBodyLiteral.Create(call.Request.Body);
        text.Append(CultureInfo.InvariantCulture, $"    It {CommandText.Quote(GetName(call))} {{\n");
        foreach (var (variable, value) in body.Variables) AppendLine(text, $"{variable} = {ScriptLiteral.Format(value, Indent)}");
        if (cassette is null) AppendReplies(text, call, body);
        AppendCall(text, call, body);
        text.Append("    }\n");
    }

    private static void AppendReplies(StringBuilder text, TestCall call, RequestBodyLiteral body)
    {
        for (var i = 0; i < call.Exchanges.Count; i++)
        {
            var reply = ReplyLiteral.Create(call.Exchanges[i], i == 0 ? body.Conditions : []);

            // The text of a long map begins on the line of the call.
            AppendLine(text, $"$mock.Add({ScriptLiteral.Format(reply, Indent)})");
        }

        text.Append('\n');
    }

    private static void AppendCall(StringBuilder text, TestCall call, RequestBodyLiteral body)
    {
        var command = GetCommand(call, body);
        var error = ReplyLiteral.GetError(call.Last);
        var fault = ReplyLiteral.GetFault(call.Last);
        if (error is not null || fault is not null)
        {
            var type = error?.GetType().Name ?? call.Last.Error!.Type;
            var limit = fault == MockFault.HangBody ? " -Timeout 0.1" : "";
            AppendLine(text, $"{{ {command}{limit} }} | Should -Throw -ExceptionType ([Requests.{type}])");
            return;
        }

        AppendLine(text, $"$response = {command}");
        text.Append('\n');
        foreach (var line in ResponseAssertions.Create(call)) AppendLine(text, line);
    }

    private static string GetCommand(TestCall call, RequestBodyLiteral body)
    {
        var request = call.Request;
        var command = new StringBuilder($"Invoke-Request {CommandText.Quote(UrlParts.WithoutFragment(request.Url))}");
        if (request.Method != "GET") command.Append(CultureInfo.InvariantCulture, $" -Method {ScriptLiteral.FormatKey(request.Method)}");
        command.Append(body.Parameters);
        if (TestHeaders.ForRequest(request, body.HasContentType) is { } headers)
        {
            command.Append(CultureInfo.InvariantCulture, $" -Headers {ScriptLiteral.FormatArgument(headers)}");
        }

        if (call.EndsInRedirect) command.Append(" -AllowRedirects:$false");
        else if (call.Exchanges.Count > 1 && request.Method == "HEAD") command.Append(" -AllowRedirects");
        if (LeavesHttps(call)) command.Append(" -AllowInsecureRedirect");
        return command.Append(" -Session $session").ToString();
    }

    private static bool LeavesHttps(TestCall call)
    {
        var later = call.Exchanges.Skip(1);
        return call.Exchanges.Zip(later, static (first, second) => IsHttps(first) && !IsHttps(second)).Any(static leaves => leaves);
    }

    private static bool IsHttps(HarEntry entry) => entry.Request.Url.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    private static void AppendLine(StringBuilder text, string line) => text.Append(' ', Indent).Append(line).Append('\n');

    private static string GetTitle(IReadOnlyList<TestCall> calls) => MakePlain(string.Join(
        ", ",
        calls.Select(static call => CookieOrigin.From(call.Request.Url).Host).Distinct(StringComparer.Ordinal).Take(3)));

    private static string GetName(TestCall call)
    {
        var result = ReplyLiteral.GetError(call.Last) is { } error ? $"ends in {error.GetType().Name}"
            : ReplyLiteral.GetFault(call.Last) is not null ? $"ends in {call.Last.Error!.Type}"
            : $"has status {call.Last.Response.Status}";
        var target = MakePlain($"{call.Request.Method} {UrlParts.GetOriginForm(call.Request.Url)}");
        return $"{(target.Length > LongestName ? $"{target[..LongestName]}…" : target)} {result}";
    }

    /// <summary>Replaces the characters that Pester evaluates in the names of tests.</summary>
    private static string MakePlain(string text) => string.Concat(text.Select(static character =>
        char.IsAsciiLetterOrDigit(character) || " -._~/?&=%,:;+*@!".Contains(character, StringComparison.Ordinal) ? character : '_'));
}
