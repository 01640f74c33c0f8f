using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Creates a mock adapter that responds to requests without a network and records them, for tests.</summary>
/// <remarks>
/// <para>A reply is a map. These entries select the requests that the reply matches: Method, Url (or a path for any host; * stands for
/// any characters), Query, RequestHeaders, RequestText, RequestJson and RequestForm. An omitted entry matches any request. RequestForm
/// matches multipart forms too: the value of a file is its name or its text.</para>
/// <para>These entries define the reply: StatusCode, Reason, Headers, Trailers, and Body or Json; or a Script that receives request and
/// options and emits the response; or an Exception, as an object or by name. Delay is in seconds. BodyDelay and ChunkSize let the body
/// arrive slowly, in pieces. Fault is a failure: Refuse, Reset, NoResponse, InvalidResponse, Hang, ResetBody, TruncateBody, InvalidBody or
/// HangBody; FaultAfter is the number of bytes of the body before it. Times is how often the reply can be used.</para>
/// <para>The first reply that matches and is not used up is sent. A request without a matching reply is an error that lists the
/// replies.</para>
/// <para>-Har adds the exchanges of an HTTP archive as replies, after those of -Replies. Method and URL select one. Several exchanges of
/// one method and URL respond one after the other, and the last of them again.</para>
/// <para>The Calls property of the adapter contains every request, with Text, Json(), Form, Files and Query. FindCalls() returns those
/// that match the entries of a map. Calls.Clear() deletes them; Reset() also resets how often each reply was used. Add() adds a reply.
/// AllRepliesUsed and UnusedReplies show whether all replies were used.</para>
/// <para>Python equivalent: the library responses.</para>
/// </remarks>
/// <example><code>$mock = New-MockAdapter -Replies @{ Url = '/users/7'; Json = @{ id = 7; name = 'Alice' } }, @{ StatusCode = 404 }
/// $session = New-RequestSession -BaseUri https://api.example.com
/// Add-RequestAdapter $session https://api.example.com/ $mock
/// $session.Get('/users/7').Json().name
/// $mock.Calls.Count</code>Replies to one URL with JSON and to all other URLs with 404, and counts the requests.</example>
/// <example><code>$mock = New-MockAdapter -Ordered -Replies @{ StatusCode = 503; Headers = @{ 'Retry-After' = '0' } }, @{ Body = 'there' }
/// $session = New-RequestSession -Retry 1
/// Add-RequestAdapter $session https://api.example.com/ $mock
/// (Invoke-Request https://api.example.com/ -Session $session).Text</code>Simulates a server that is busy at first.</example>
/// <example><code>$mock = New-MockAdapter -Replies @{ Body = 'first half, second half'; Fault = 'TruncateBody'; FaultAfter = 10 }
/// $session = New-RequestSession
/// Add-RequestAdapter $session https://api.example.com/ $mock
/// try { Invoke-Request https://api.example.com/ -Session $session } catch [Requests.ChunkedEncodingException] { 'incomplete' }</code>
/// Simulates a connection that ends within the body.</example>
/// <seealso href="docs/guide/testing.md"/>
[Cmdlet(VerbsCommon.New, "MockAdapter")]
[OutputType(typeof(MockAdapter))]
public sealed class NewMockAdapterCommand : RequestCmdlet
{
    /// <summary>Specifies the replies: one map with the entries of a reply, or a list of maps.</summary>
    [Parameter(Position = 0)]
    public object? Replies { get; set; }

    /// <summary>Indicates that the adapter uses the replies in order, each once.</summary>
    [Parameter]
    public SwitchParameter Ordered { get; set; }

    /// <summary>Specifies the hosts whose requests are sent over the network, as a list of texts.</summary>
    [Parameter]
    [ValueType(typeof(string[]))]
    public object? PassThrough { get; set; }

    /// <summary>Specifies the path of an HTTP archive whose exchanges become replies, as text.</summary>
    [Parameter]
    [ValueType(typeof(string))]
    public object? Har { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteResult(() =>
        new MockAdapter([.. MockReplyConverter.ToReplies(Replies), .. ReadArchive()])
        {
            Ordered = Ordered,
            PassThrough = TextConverter.ToTexts(PassThrough, nameof(PassThrough)) ?? [],
        });

    private IEnumerable<MockReply> ReadArchive()
    {
        if (!Has(nameof(Har))) return [];
        using var file = ArchiveFile.Open(
            FullPath(TextConverter.ToRequiredText(Har, nameof(Har), ArchiveFile.Forms), nameof(Har)), nameof(Har));
        return MockReply.FromHar(file, Ordered);
    }
}
