using System.Collections.Specialized;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Reads a curl command, such as a browser copies, as parameters of Invoke-Request.</summary>
/// <remarks>
/// <para>Emits a map to splat, or with -AsText the command as text. Quotes are read as bash reads them, and the carets of "copy as cURL (cmd)". What
/// curl does and Invoke-Request cannot is an error that names the option; what changes nothing that is sent is left out, with a warning where it matters.</para>
/// <para>Redirects are followed only where the command says so (-L), as in curl.</para>
/// </remarks>
/// <example><code>$parameters = ConvertFrom-CurlCommand "curl 'https://api.example.com/post' -H 'X-Team: red' --data-raw 'a=1'"
/// (Invoke-Request @parameters).Json().form.a</code>Sends what a browser copied.</example>
/// <example><code>"curl -sL https://api.example.com/get -G -d page=2" | ConvertFrom-CurlCommand -AsText</code>Writes the command for a script.</example>
/// <seealso href="docs/guide/looking.md"/>
[Cmdlet(VerbsData.ConvertFrom, "CurlCommand")]
[OutputType(typeof(OrderedDictionary), typeof(string))]
public sealed class ConvertFromCurlCommandCommand : RequestCmdlet
{
    /// <summary>The command; it may go on over several lines.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValueType(typeof(string))]
    public object? Command { get; set; }

    /// <summary>Emits the text of a command.</summary>
    [Parameter]
    public SwitchParameter AsText { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var maps = OrThrow(() =>
        {
            var read = CurlReader.Read(TextConverter.ToRequiredText(Command, nameof(Command), "a curl command as text"), FullPath, AsText, out var warnings);
            foreach (var warning in warnings) WriteWarning(warning);
            return read;
        });
        foreach (var map in maps) WriteObject(AsText ? CommandText.Format("Invoke-Request", map) : map);
    }
}
