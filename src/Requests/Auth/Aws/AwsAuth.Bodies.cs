using System.Globalization;

namespace Requests;

/// <content>What the signature covers of a body, and the clock of a server that refuses it.</content>
public sealed partial class AwsAuth
{
    /// <summary>Returns how the body of a request is signed: not <see cref="AwsPayload.Auto"/>.</summary>
    /// <exception cref="InvalidBodyException">The body cannot be sent in chunks that are signed.</exception>
    private AwsPayload ChoosePayload(PreparedRequest request, AwsEndpoint endpoint)
    {
        if (Payload == AwsPayload.Unsigned) return AwsPayload.Unsigned;
        if (Payload == AwsPayload.Hash || request.Body is null) return AwsPayload.Hash;
        if (Payload == AwsPayload.Chunks)
        {
            if (endpoint.IsS3 && request.Body.Length is not null) return AwsPayload.Chunks;
            throw new InvalidBodyException(endpoint.IsS3
                ? "A body in signed chunks needs a length, which this one does not have: give a file, bytes or text."
                : $"Only S3 accepts a body in signed chunks, not '{endpoint.Service}': sign the hash of the body.");
        }

        if (request.Body is BytesBody || !endpoint.IsS3) return AwsPayload.Hash;
        if (request.Url.StartsWith("https:", StringComparison.OrdinalIgnoreCase)) return AwsPayload.Unsigned;
        return request.Body.Length is null ? AwsPayload.Hash : AwsPayload.Chunks;
    }

    /// <summary>Returns the value for the body in the signature. A body in chunks replaces that of the request.</summary>
    private async Task<string> GetPayloadAsync(PreparedRequest request, AwsEndpoint endpoint, CancellationToken cancellationToken)
    {
        switch (ChoosePayload(request, endpoint))
        {
            case AwsPayload.Unsigned:
                return UnsignedPayload;
            case AwsPayload.Chunks:
                AwsChunkedBody.Wrap(request);
                return ChunkedPayload;
            default:
                return request.Body switch
                {
                    null => AwsSigningKey.Hash([]),
                    BytesBody bytes => AwsSigningKey.Hash(bytes.Bytes.Span),
                    var body => await HashAsync(body, cancellationToken).ConfigureAwait(true),
                };
        }
    }

    private static async Task<string> HashAsync(RequestBody body, CancellationToken cancellationToken)
    {
        if (!body.CanRewind)
        {
            throw new UnrewindableBodyException(
                "The signature covers the body, and this body can be read once only: give it as text, bytes or a file, or leave the body "
                + "out of the signature.");
        }

        body.Rewind();
        var hash = new AwsHashStream();
        await using (hash.ConfigureAwait(true))
        {
            await body.WriteToAsync(hash, cancellationToken).ConfigureAwait(true);
            body.Rewind();
            return hash.GetHash();
        }
    }

    /// <summary>
    /// Throws an exception when a response refuses a signature and its date differs from that of the signature by more than the service
    /// accepts. The service then refuses each signature, whatever the error of the response is.
    /// </summary>
    private async Task CheckClockAsync(Response response, TimeSpan tolerance, CancellationToken cancellationToken)
    {
        if (response.StatusCode is not (400 or 401 or 403)) return;
        if (response.Headers["Date"] is not { } text || HttpDate.Parse(text) is not { } server) return;
        if (AwsSigningKey.ParseTime(response.Request.Headers[TimeHeader]) is not { } signed) return;
        var ahead = signed - server;
        if (ahead.Duration() <= tolerance) return;
        await response.Body.ReadBeginningAsync(_time, cancellationToken).ConfigureAwait(true);
        throw new ClockSkewException(
            $"'{UrlRedactor.Redact(response.Url)}' refused the signature ({response.StatusCode}): the clock of this machine is "
            + $"{Describe(ahead.Duration())} {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} that of the server. "
            + "Set the clock of this machine.")
        {
            Difference = ahead,
            Request = response.Request,
            Response = response,
        };
    }

    private static string Describe(TimeSpan time)
    {
        var (number, unit) = time.TotalHours < 2 ? (time.TotalMinutes, "minutes")
            : time.TotalDays < 2 ? (time.TotalHours, "hours")
            : (time.TotalDays, "days");
        return string.Create(CultureInfo.InvariantCulture, $"{number:0} {unit}");
    }
}
