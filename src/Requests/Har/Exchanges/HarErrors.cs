namespace Requests;

/// <summary>Describes errors for an archive, and creates them again.</summary>
internal static class HarErrors
{
    private const string Connect = "connect";
    private const string Send = "send";
    private const string Wait = "wait";
    private const string Receive = "receive";

    /// <summary>Describes an error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="hasResponse">Whether the head of a response was received before.</param>
    /// <param name="secrets">The secrets of the exchange; null to keep them.</param>
    internal static HarError Describe(Exception error, bool hasResponse, ExchangeRedactor? secrets) => new()
    {
        Type = error.GetType().Name,
        Message = secrets?.Redact(error.Message) ?? error.Message,
        Phase = error switch
        {
            _ when hasResponse => Receive,
            ConnectionException { IsBeforeSending: true } or ConnectTimeoutException or ProxyException or SslException => Connect,
            ReadTimeoutException => Wait,
            ConnectionException => Send,
            _ => "",
        },
    };

    /// <summary>Returns a copy without the secrets of the exchange.</summary>
    /// <param name="error">The error.</param>
    /// <param name="secrets">The secrets.</param>
    internal static HarError Redact(HarError error, ExchangeRedactor secrets) =>
        new() { Type = error.Type, Message = secrets.Redact(error.Message), Phase = error.Phase };

    /// <summary>Creates an error. A type that does not end an exchange becomes an error of the connection.</summary>
    /// <param name="error">The error of an entry.</param>
    internal static RequestException Create(HarError error)
    {
        var message = error.Message.Length > 0 ? error.Message : $"The archive has an error for this request: {error.Type}.";
        return error.Type switch
        {
            nameof(ConnectTimeoutException) => new ConnectTimeoutException(message) { IsBeforeSending = true },
            nameof(ProxyException) => new ProxyException(message) { IsBeforeSending = error.Phase == Connect },
            nameof(SslException) => new SslException(message) { IsBeforeSending = error.Phase == Connect },
            nameof(HttpVersionException) => new HttpVersionException(message) { IsBeforeSending = error.Phase == Connect },
            nameof(ReadTimeoutException) => new ReadTimeoutException(message),
            nameof(TotalTimeoutException) => new TotalTimeoutException(message),
            nameof(RequestTimeoutException) => new RequestTimeoutException(message),
            nameof(ChunkedEncodingException) => new ChunkedEncodingException(message),
            nameof(ContentDecodingException) => new ContentDecodingException(message),
            nameof(CassetteException) => new CassetteException(message),
            nameof(InvalidResponseHeaderException) => new InvalidResponseHeaderException(message),
            _ => new ConnectionException(message) { IsBeforeSending = error.Phase == Connect },
        };
    }
}
