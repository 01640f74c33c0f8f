using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Makes an adapter that answers without a network and keeps what it was asked: a test double for scripts.</summary>
/// <remarks>
/// <para>A reply is a map. Which requests it is for: Method, Url (or a path for any host; * stands for any characters), Query,
/// RequestHeaders, RequestJson, RequestForm; a part that is left out fits any request. What it answers: StatusCode, Reason, Headers, Body or
/// Json; or a Script that is given request and options and emits the response; or an Exception, one or its name. Delay is in seconds, Times how often it
/// may be used.</para>
/// <para>The first reply that fits and is not used up answers. A request that nothing fits is an error that lists what there is.
/// The adapter's property Calls has every request, and Calls.Clear() forgets them; Reset() forgets also what was used. AllRepliesUsed and
/// UnusedReplies say whether all that was prepared was asked for. RequestForm fits multipart forms too: the value of a file is its name
/// or its text. The Python library responses.</para>
/// </remarks>
/// <example><code>$mock = New-MockAdapter -Replies @{ Url = '/users/7'; Json = @{ id = 7; name = 'Alice' } }, @{ StatusCode = 404 }
/// $session = New-RequestSession -BaseUri https://api.example.com
/// Add-RequestAdapter $session https://api.example.com/ $mock
/// $session.Get('/users/7').Json().name
/// $mock.Calls.Count</code>Answers one URL with JSON, every other with 404, and counts the requests.</example>
/// <example><code>$mock = New-MockAdapter -Ordered -Replies @{ StatusCode = 503; Headers = @{ 'Retry-After' = '0' } }, @{ Body = 'there' }
/// $session = New-RequestSession -Retry 1
/// Add-RequestAdapter $session https://api.example.com/ $mock
/// (Invoke-Request https://api.example.com/ -Session $session).Text</code>Plays a server that is busy at first.</example>
/// <seealso href="docs/guide/testing.md"/>
[Cmdlet(VerbsCommon.New, "MockAdapter")]
[OutputType(typeof(MockAdapter))]
public sealed class NewMockAdapterCommand : RequestCmdlet
{
    /// <summary>What it answers: one map of a reply's parts, or a list.</summary>
    [Parameter(Position = 0)]
    public object? Replies { get; set; }

    /// <summary>Uses the replies one after the other, each once.</summary>
    [Parameter]
    public SwitchParameter Ordered { get; set; }

    /// <summary>The hosts whose requests go to the network.</summary>
    [Parameter]
    [ValueType(typeof(string[]))]
    public object? PassThrough { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteOrThrow(() => new MockAdapter(AdapterConverter.ToReplies(Replies)) { Ordered = Ordered, PassThrough = TextConverter.ToTexts(PassThrough, nameof(PassThrough)) ?? [] });
}
