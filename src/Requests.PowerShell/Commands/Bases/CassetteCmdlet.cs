using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>The base class of the cmdlets that open a cassette.</summary>
public abstract class CassetteCmdlet : RequestCmdlet
{
    /// <summary>
    /// Specifies the path of the file, as text. It is an HTTP archive (HAR 1.2), such as this module and browsers write. It is created,
    /// with its folder, when something is recorded.
    /// </summary>
    [Parameter(Position = 0, Mandatory = true, HelpMessage = "Specifies the path of the file with the recorded exchanges.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? Path { get; set; }

    /// <summary>
    /// Specifies what is replayed and what is recorded. Once records everything while the file does not exist or its recording was cut
    /// off, and replays only from then on. None replays only. New replays what the file has and records the rest. All records everything
    /// anew and replaces the file. Default: Once.
    /// </summary>
    [Parameter(HelpMessage = "Specifies what is replayed and what is recorded: Once, None, New or All.")]
    [ArgumentCompleter(typeof(CassetteModeCompleter))]
    [ValueType(typeof(CassetteMode))]
    public object? Mode { get; set; }

    /// <summary>
    /// Specifies the parts of a request that must equal those of a recorded one: Method, Url, Scheme, Host, Path, Query, Headers and Body.
    /// A script block that receives the recorded entry and the request, and emits whether they match, can be one of them. Secrets are
    /// never compared. Default: Method, Url, Body.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the parts of a request that must match, such as Method, Path and Body.")]
    [ArgumentCompleter(typeof(CassetteMatchCompleter))]
    [ValueType(typeof(CassetteMatch[]))]
    public object? Match { get; set; }

    /// <summary>
    /// Specifies the names of the headers that must match, such as Accept, as a list of texts. Other headers are not compared then.
    /// Default: none.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the names of the headers that must match.")]
    [ArgumentCompleter(typeof(MatchedHeaderCompleter))]
    [ValueType(typeof(string[]))]
    public object? MatchHeaders { get; set; }

    /// <summary>
    /// Specifies the names of query parameters, form fields, JSON members and headers that are not compared, such as a time or a nonce, as
    /// a list of texts. Default: none.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the names of parameters, fields and headers that are not compared.")]
    [ValueType(typeof(string[]))]
    public object? Ignore { get; set; }

    /// <summary>
    /// Specifies a script block that removes more from an entry before it is written, in addition to the secrets that the module knows. It
    /// receives the entry, with Request and Response, and changes it. It also receives each request that is looked up, without a
    /// response, so that the request still matches.
    /// </summary>
    [Parameter(HelpMessage = "Specifies a script block that changes an entry before it is written.")]
    public object? Redact { get; set; }

    /// <summary>
    /// Indicates that the last entry of a request serves any further requests like it. Without this switch each entry serves one request.
    /// </summary>
    [Parameter(HelpMessage = "Uses the last entry of a request for further requests like it.")]
    public SwitchParameter AllowRepeats { get; set; }

    /// <summary>Specifies the hosts whose requests are sent over the network and not recorded, as a list of texts.</summary>
    [Parameter(HelpMessage = "Specifies the hosts whose requests are not recorded.")]
    [ValueType(typeof(string[]))]
    public object? PassThrough { get; set; }

    /// <summary>
    /// Indicates that times, addresses and ports are left out, so that a new recording of the same exchanges gives the same file.
    /// </summary>
    [Parameter(HelpMessage = "Leaves times, addresses and ports out of the file.")]
    public SwitchParameter StableTimes { get; set; }

    /// <summary>Indicates that secrets are recorded. Without this switch they are replaced, and only the user can read the file.</summary>
    [Parameter(HelpMessage = "Records secrets.")]
    public SwitchParameter Unmask { get; set; }

    /// <summary>Opens the cassette that the parameters describe.</summary>
    /// <exception cref="RequestException">A parameter is not valid, or the file cannot be read.</exception>
    private protected CassetteAdapter Open()
    {
        var path = FullPath(TextConverter.ToRequiredText(Path, nameof(Path), "the path of a file"));
        var (match, condition) = CassetteConverter.ToMatch(Match);
        var defaults = new CassetteOptions();
        return new CassetteAdapter(path, new CassetteOptions
        {
            Mode = TextConverter.ToOptionalMember<CassetteMode>(Mode, nameof(Mode)) ?? defaults.Mode,
            Match = match ?? defaults.Match,
            Condition = condition,
            MatchHeaders = TextConverter.ToTexts(MatchHeaders, nameof(MatchHeaders)) ?? [],
            Ignore = TextConverter.ToTexts(Ignore, nameof(Ignore)) ?? [],
            Redact = ScriptBlocks.ToAction<HarEntry>(Redact, "-Redact"),
            AllowRepeats = AllowRepeats,
            PassThrough = TextConverter.ToTexts(PassThrough, nameof(PassThrough)) ?? [],
            StableTimes = StableTimes,
            Unmask = Unmask,
        });
    }
}
