using System.Text;

namespace Requests;

/// <summary>Represents one request to a mock adapter, as it was at that moment, and the reply to it.</summary>
public sealed class MockCall
{
    internal MockCall(PreparedRequest request, byte[] body)
    {
        Request = request.Copy();
        Body = body;
    }

    /// <summary>Gets the prepared request: method, URL and headers as they would have been sent.</summary>
    public PreparedRequest Request { get; }

    /// <summary>
    /// Gets the bytes of the body; empty without a body, and for a request that was passed through, as the network reads its body.
    /// </summary>
    public byte[] Body { get; }

    /// <summary>Gets the body decoded as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>Gets the method.</summary>
    public string Method => Request.Method;

    /// <summary>Gets the URL.</summary>
    public string Url => Request.Url;

    /// <summary>Gets the reply to the request; null when it was passed through or no reply matched.</summary>
    public MockReply? Reply { get; internal set; }

    /// <summary>Returns a text such as <c>&lt;MockCall GET https://example.com/&gt;</c>, without the query.</summary>
    public override string ToString() => $"<MockCall {Method} {UrlRedactor.Redact(Url)}>";
}
