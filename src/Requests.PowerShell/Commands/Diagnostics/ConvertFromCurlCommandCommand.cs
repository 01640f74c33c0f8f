using System.Collections.Specialized;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Converts a curl command, such as a browser copies, to parameters of Invoke-Request.</summary>
/// <remarks>
/// <para>Emits a map for splatting, or with -AsText the command as text. Quotes are read as in bash. The carets of "copy as cURL (cmd)"
/// are supported. A curl option that Invoke-Request does not support is an error that names the option. An option that does not change
/// what is sent is omitted, with a warning if it matters.</para>
/// <para>Redirects are followed only if the command contains -L, as in curl.</para>
/// </remarks>
/// <example><code>$parameters = ConvertFrom-CurlCommand "curl 'https://api.example.com/post' -H 'X-Team: red' --data-raw 'a=1'"
/// (Invoke-Request @parameters).Json().form.a</code>Sends a request that a browser copied.</example>
/// <example>
/// <code>"curl -sL https://api.example.com/get -G -d page=2" | ConvertFrom-CurlCommand -AsText</code>
/// Converts the command to text for a script.
/// </example>
/// <seealso href="docs/guide/looking.md"/>
[Cmdlet(VerbsData.ConvertFrom, "CurlCommand")]
[OutputType(typeof(OrderedDictionary), typeof(string))]
public sealed class ConvertFromCurlCommandCommand : RequestCmdlet
{
    /// <summary>Specifies the curl command, as text. It may span several lines.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, HelpMessage = "Specifies the curl command as one text.")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? Command { get; set; }

    /// <summary>Indicates that the cmdlet emits the command as text instead of a map.</summary>
    [Parameter]
    public SwitchParameter AsText { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var maps = OrThrow(() =>
        {
            var command = TextConverter.ToRequiredText(Command, nameof(Command), "a curl command as text");
            var read = CurlReader.Read(command, FullPath, AsText, out var warnings);
            foreach (var warning in warnings) WriteWarning(warning);
            return read;
        });
        foreach (var map in maps) WriteObject(AsText ? CommandText.Format("Invoke-Request", map) : map);
    }
}
