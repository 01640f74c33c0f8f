using System.Management.Automation;

namespace Requests.PowerShell;

/// <content>Defines the parameters of -OutFile.</content>
public abstract partial class SendingCmdlet
{
    private DownloadTarget? _target;
    private string? _outFile;
    private Checksum? _checksum;
    private ChecksumSource? _checksumSource;

    /// <summary>
    /// Specifies the file in which the content is saved, or a folder, in which the file gets the name that the server suggests. The
    /// content is written to a temporary file beside the target, which takes its place when it is complete. A name that the server chose
    /// never replaces a file: it gets a number, unless -Force is given. A status of 400 or more is an error. An error, 204, 205, 304, a
    /// redirect that is not followed, and the response to a HEAD neither create nor change a file. With -Retry, a transfer that breaks
    /// continues where it broke. Excludes -As.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the file or folder in which the content is saved.")]
    [ValueType(typeof(string))]
    public object? OutFile { get; set; }

    /// <summary>
    /// Indicates that the cmdlet continues an earlier -OutFile where it stopped, if the server confirms that it still has the same
    /// version, and starts again otherwise. A transfer that breaks leaves a .part file beside the target. A file that another tool
    /// started is continued if its time is the server's, or if -Checksum can verify the result; one of another URL, such as a mirror, only
    /// with -Checksum or a Repr-Digest of the server. Used with -OutFile. Excludes -NoClobber, -FollowRelLink and -Paginate.
    /// </summary>
    [Parameter(HelpMessage = "Continues an earlier -OutFile where it stopped.")]
    public SwitchParameter Resume { get; set; }

    /// <summary>
    /// Indicates that the cmdlet replaces an existing file even under a name that the server chose, and even if it is read-only. Used
    /// with -OutFile. Excludes -NoClobber.
    /// </summary>
    [Parameter(HelpMessage = "Replaces a file even under a name that the server chose, or if it is read-only.")]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// Indicates that the cmdlet reports an existing file as an error, before it sends a request, and does not replace it. In a folder,
    /// the name in the URL is checked when the response has arrived; a name that the server chose gets a number in any case. Used with
    /// -OutFile. Excludes -Force and -Resume.
    /// </summary>
    [Parameter(HelpMessage = "Does not replace an existing file.")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>
    /// Indicates that the cmdlet saves the bytes as they arrive: it does not decode a Content-Encoding and does not request one. A file
    /// that is compressed itself, such as x.tar.gz, is kept compressed without this switch. Used with -OutFile. Excludes -Paginate.
    /// </summary>
    [Parameter(HelpMessage = "Saves the bytes without decoding a Content-Encoding.")]
    public SwitchParameter Raw { get; set; }

    /// <summary>
    /// Indicates that the cmdlet downloads a file only if the server has another version. The version is noted in a hidden file
    /// .name.version beside the file; a file without it is compared by its date. A file that was changed since its download is downloaded
    /// again. An unchanged file stays as it is, and the response has the status 304. Used with -OutFile and the method GET. Excludes
    /// -NoClobber, -FollowRelLink and -Paginate.
    /// </summary>
    [Parameter(HelpMessage = "Downloads the file only if the server has another version.")]
    public SwitchParameter IfChanged { get; set; }

    /// <summary>
    /// Indicates that the saved file gets the time of the response's Last-Modified. A date that is invalid, in the future or before 1970
    /// is not used. Used with -OutFile.
    /// </summary>
    [Parameter(HelpMessage = "Sets the time of the file to that of the server.")]
    public SwitchParameter RemoteTime { get; set; }

    /// <summary>
    /// Specifies the hash that the saved file must have: the name of the algorithm, a colon, and the hash in hexadecimal digits or
    /// Base64. The algorithm is md5, sha1, sha256, sha384 or sha512. A URL or a path, with or without the algorithm before it, names a
    /// file of checksums, such as SHA256SUMS: the line with the name of the file is used, or the only hash. A file with another hash is an
    /// error and is not kept. A file that exists and has the hash is not requested again with GET; the response of -PassThru then has the
    /// status 304. Used with -OutFile. Excludes -FollowRelLink and -Paginate.
    /// </summary>
    [Parameter(HelpMessage = "Specifies the hash of the saved file, or the URL or path of a file of checksums.")]
    [ArgumentCompleter(typeof(ChecksumCompleter))]
    public object? Checksum { get; set; }

    /// <summary>
    /// Indicates that the cmdlet emits the response of -OutFile. The SavedTo property of the response is the path of the file. Used with
    /// -OutFile.
    /// </summary>
    [Parameter(HelpMessage = "Emits the response of -OutFile.")]
    public SwitchParameter PassThru { get; set; }

    private void ReadDownloadParameters()
    {
        _outFile = Has(nameof(OutFile))
            ? FolderOrFile(TextConverter.ToRequiredText(OutFile, nameof(OutFile), "the path of a file or folder"), nameof(OutFile))
            : null;
        (_checksum, _checksumSource) = FileConverter.ToChecksum(Checksum, FullPath);
    }

    private string? FindDownloadConflict()
    {
        if (_format is not null && Has(nameof(OutFile)))
        {
            return "-As and -OutFile exclude each other: the body is emitted, or saved to a file.";
        }

        if (Resume && _pages is not null) return $"-Resume and {PageParameter} exclude each other: each page is a file of its own.";
        if (Raw && _pages is { ReadsAhead: true }) return $"-Raw and {PageParameter} exclude each other: the page names the next one.";
        if (NoClobber && Force) return "-NoClobber and -Force exclude each other: an existing file is kept, or replaced.";
        if (NoClobber && Resume) return "-NoClobber and -Resume exclude each other: an existing file is kept, or continued.";
        if (NoClobber && IfChanged) return "-NoClobber and -IfChanged exclude each other: an existing file is kept, or replaced.";
        if (IfChanged && _pages is not null) return $"-IfChanged and {PageParameter} exclude each other: each page is a file of its own.";
        if (Checksum is not null && _pages is not null)
        {
            return $"-Checksum and {PageParameter} exclude each other: each page is a file of its own.";
        }

        if (Has(nameof(OutFile))) return null;
        if (NoClobber) return "-NoClobber keeps an existing file: add -OutFile.";
        if (Force) return "-Force replaces a file: add -OutFile.";
        if (Raw) return "-Raw saves the bytes as they arrive: add -OutFile.";
        if (IfChanged) return "-IfChanged compares a saved file: add -OutFile.";
        if (RemoteTime) return "-RemoteTime sets the time of a saved file: add -OutFile.";
        if (Resume) return "-Resume continues a file: add -OutFile.";
        if (PassThru) return "-PassThru emits the response of a saved file: add -OutFile.";
        return Checksum is null ? null : "-Checksum verifies a saved file: add -OutFile.";
    }

    /// <summary>Gets the download target. All requests of the command share one target, which tracks the names of their files.</summary>
    private DownloadTarget GetDownloadTarget(string path) => _target ??= new DownloadTarget(path)
    {
        Resume = Resume,
        Force = Force,
        NoClobber = NoClobber,
        Raw = Raw,
        Checksum = _checksum,
        ChecksumSource = _checksumSource,
        IfChanged = IfChanged,
        RemoteTime = RemoteTime,
    };
}
