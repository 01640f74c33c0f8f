using System.Collections;
using System.Management.Automation;
using System.Text;

namespace Requests.PowerShell;

/// <summary>Exports recorded calls as a file of tests for Pester.</summary>
/// <remarks>
/// <para>Each call becomes a test that sends the request to a mock with the recorded response, and verifies status, media type and the
/// shape of the body: the names and types of JSON, the root of XML, the size of other bodies. The file passes unchanged and sends nothing
/// over the network. Replace Invoke-Request in it by calls of your script.</para>
/// <para>Redirects are part of the call. A recorded error becomes a test that expects it. With -Cassette the responses are in an HTTP
/// archive beside the tests instead, which keeps large bodies out of them.</para>
/// <para>Values with a secret name, credentials and cookies are masked, as in Export-RequestHar, in the requests, in the responses and in
/// the cassette. With -Unmask the files contain all values; only the user can read them. A body that was streamed is not in the
/// recording.</para>
/// </remarks>
/// <example><code>$session = New-RequestSession -Record
/// $null = $session.Get('https://api.example.com/get')
/// $file = Join-Path ([IO.Path]::GetTempPath()) "$(New-Guid).Tests.ps1"
/// Export-RequestTest $file -Session $session
/// Get-Content $file | Select-Object -First 5
/// Remove-Item $file</code>Exports the calls of a session as tests with mocks.</example>
/// <example><code>$folder = New-Item (Join-Path ([IO.Path]::GetTempPath()) (New-Guid)) -ItemType Directory
/// Invoke-Request https://api.example.com/get | Export-RequestHar "$folder/site.har"
/// Export-RequestTest "$folder/site.Tests.ps1" -Har "$folder/site.har" -Url '*/get*'
/// Remove-Item $folder -Recurse</code>Exports some calls of an HTTP archive, such as one that a browser has saved.</example>
/// <seealso href="docs/guide/testing.md"/>
[Cmdlet(VerbsData.Export, "RequestTest", SupportsShouldProcess = true, DefaultParameterSetName = RecordingSet)]
[OutputType(typeof(void))]
public sealed class ExportRequestTestCommand : FileExportCmdlet
{
    private const string RecordingSet = "Recording";
    private const string HarSet = "Har";

    private readonly List<Response> _responses = [];

    /// <summary>Specifies a session that records, or responses.</summary>
    [Parameter(
        Position = 1,
        Mandatory = true,
        ValueFromPipeline = true,
        ParameterSetName = RecordingSet,
        HelpMessage = "Specifies a session that records, or responses.")]
    [Alias("Session")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>Specifies the path of an HTTP archive with the calls, as text.</summary>
    [Parameter(Mandatory = true, ParameterSetName = HarSet, HelpMessage = "Specifies the path of an HTTP archive with the calls.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? Har { get; set; }

    /// <summary>
    /// Specifies the path of the HTTP archive that is written for the tests, which then use it as a cassette. Default: none; the
    /// tests have mocks.
    /// </summary>
    [Parameter]
    [ValueType(typeof(string))]
    public object? Cassette { get; set; }

    /// <summary>
    /// Specifies the URLs whose calls are exported, as a text or a list of texts; * stands for any characters. Default: all calls.
    /// </summary>
    [Parameter]
    [ValueType(typeof(string[]))]
    public object? Url { get; set; }

    /// <summary>Indicates that the cmdlet also writes secrets and cookies.</summary>
    [Parameter]
    public SwitchParameter Unmask { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == HarSet) return;
        _responses.AddRange(OrThrow(() => RecordedResponses.Read(InputObject)));
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => WriteResult<object>(() =>
    {
        var path = GetFullPath();
        var calls = SelectCalls(ReadCalls().ToList());
        var version = MyInvocation.MyCommand.Module?.Version.ToString() ?? "0";
        ScriptExpression? place = null;
        if (Has(nameof(Cassette)))
        {
            var cassette = FullPath(TextConverter.ToRequiredText(Cassette, nameof(Cassette), "the path of a file"), nameof(Cassette));
            if (cassette == path) throw new InvalidParameterException("-Cassette and -Path name the same file.");
            CheckExisting(path);
            Save(cassette, stream => HarWriter.Write(stream, calls.SelectMany(static call => call.Exchanges), version));
            place = GetPlace(path, cassette);
        }

        var text = Encoding.UTF8.GetBytes(new TestScriptWriter(version, place).Write(calls));
        Save(path, stream => stream.Write(text));
        return null;
    });

    private IEnumerable<TestCall> ReadCalls()
    {
        if (ParameterSetName == RecordingSet) return TestCalls.FromResponses(_responses, new HarRecorder(Unmask));
        var path = FullPath(TextConverter.ToRequiredText(Har, nameof(Har), ArchiveFile.Forms), nameof(Har));
        using var file = ArchiveFile.Open(path, nameof(Har));
        return TestCalls.FromEntries(HarReader.Read(file).Entries.Select(entry => Unmask ? entry : HarRecorder.Redact(entry)));
    }

    private List<TestCall> SelectCalls(List<TestCall> calls)
    {
        var patterns = (TextConverter.ToTexts(Url, nameof(Url)) ?? [])
            .Select(static text => new WildcardPattern(text, WildcardOptions.IgnoreCase)).ToList();
        var selected = Select(calls, patterns);
        if (selected.Count > 0) return selected;
        var source = ParameterSetName == RecordingSet ? "InputObject" : nameof(Har);
        throw new InvalidParameterException(
            calls.Count == 0 ? $"-{source} has no calls to export." : "-Url matches no call of the recording.");
    }

    private static List<TestCall> Select(List<TestCall> calls, List<WildcardPattern> patterns)
    {
        try
        {
            return calls.FindAll(call => patterns.Count == 0 || patterns.Exists(pattern => pattern.IsMatch(call.Request.Url)));
        }
        catch (WildcardPatternException error)
        {
            throw new InvalidParameterException($"Url is not valid: {error.Message}", error);
        }
    }

    /// <summary>Returns the expression of a path that stays valid when the folder of both files is moved.</summary>
    private static ScriptExpression GetPlace(string path, string cassette)
    {
        var relative = System.IO.Path.GetRelativePath(System.IO.Path.GetDirectoryName(path)!, cassette);
        return System.IO.Path.IsPathRooted(relative)
            ? new ScriptExpression(CommandText.Quote(relative))
            : new ScriptExpression($"(Join-Path $PSScriptRoot {CommandText.Quote(relative.Replace('\\', '/'))})");
    }
}
