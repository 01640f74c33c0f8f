using System.Text;

namespace Requests;

/// <summary>One request that a mock adapter was given, as it was at that moment, and the reply it was answered from.</summary>
public sealed class MockCall
{
    internal MockCall(PreparedRequest request, byte[] body)
    {
        Request = request.Copy();
        Body = body;
    }

    /// <summary>The prepared request: method, URL and headers as they would have gone on the wire.</summary>
    public PreparedRequest Request { get; }

    /// <summary>The bytes of its body; empty when it had none, and when the request was passed through, whose body the network takes.</summary>
    public byte[] Body { get; }

    /// <summary>The body as text in UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The method.</summary>
    public string Method => Request.Method;

    /// <summary>The URL.</summary>
    public string Url => Request.Url;

    /// <summary>What it was answered from; null when it was passed through or nothing fitted.</summary>
    public MockReply? Reply { get; internal set; }

    /// <summary>Such as <c>&lt;MockCall GET https://example.com/&gt;</c>, without the query.</summary>
    public override string ToString() => $"<MockCall {Method} {UrlRedactor.Redact(Url)}>";
}
