using System.Globalization;

namespace Requests;

/// <content>The recording of exchanges.</content>
internal sealed partial class Cassette
{
    private readonly HashSet<RecordingStream> _open = [];

    private async Task<Response> RecordAsync(
        TransportAdapter network,
        PreparedRequest request,
        SendOptions options,
        CassetteBody? body,
        TotalTimeout? deadline,
        CancellationToken cancellationToken)
    {
        int sequence;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _file.PrepareRecording();
            sequence = ++_sequence;
        }

        // What hooks and authentication change later is not a part of this exchange.
        var sent = request.Copy();
        sent.Proxy = request.Proxy;
        var exchange = new RecordedExchange(sequence, sent, body, _time.GetUtcNow(), _time.GetTimestamp());
        Response response;
        try
        {
            response = await network.SendAsync(request, options, cancellationToken).ConfigureAwait(true);
        }
        catch (RequestException error) when (error is not (CassetteException or MockMismatchException or SessionClosedException))
        {
            Complete(exchange with { Error = error, Duration = _time.GetElapsedTime(exchange.Timestamp) });
            throw;
        }
        catch (OperationCanceledException error) when (deadline is { HasPassed: true })
        {
            var timedOut = deadline.CreateException(request, error);
            Complete(exchange with { Error = timedOut, Duration = _time.GetElapsedTime(exchange.Timestamp) });
            throw;
        }

        exchange = exchange with { Response = Copy(response, exchange.Request) };
        if (response.Body.IsLoaded) Complete(exchange);
        else response.Body.Wrap(raw => Watch(raw, received => Complete(exchange, received, response, deadline)));
        return response;
    }

    private RecordingStream Watch(Stream raw, Action<RecordedBody> complete)
    {
        RecordingStream? stream = null;
        stream = new RecordingStream(raw, received =>
        {
            lock (_gate) _open.Remove(stream!);
            complete(received);
        });
        lock (_gate) _open.Add(stream);
        return stream;
    }

    /// <summary>Records the responses whose bodies were not read to their end, as far as they were read.</summary>
    private void CompleteOpen()
    {
        RecordingStream[] open;
        lock (_gate) open = [.. _open];
        foreach (var stream in open) stream.CompleteNow();
    }

    /// <summary>Completes the recording of an exchange whose body was read, has broken or was closed.</summary>
    private void Complete(RecordedExchange exchange, RecordedBody body, Response response, TotalTimeout? deadline)
    {
        var error = body.Error;
        if (error is OperationCanceledException)
        {
            // What the caller has cancelled is not recorded: a replay would not be cancelled at the same point.
            if ((response.Body.Deadline ?? deadline) is not { HasPassed: true } passed) return;
            error = passed.CreateException(exchange.Request, error);
        }

        if (body.IsTooLarge)
        {
            error = new CassetteException(
                $"The cassette does not have this body, because it is larger than {HarRecorder.LargestBody / 1024 / 1024} MB.");
        }
        else if (error is null && !body.IsWhole && !IsWhole(exchange.Response!, body.Bytes))
        {
            error = new CassetteException(
                $"The cassette has the first {body.Bytes.Length} bytes of this body only: it was not read further when it was recorded.");
        }

        exchange = exchange with
        {
            Body = body.Bytes,
            Error = error,
            Duration = _time.GetElapsedTime(exchange.Timestamp),
            Response = Copy(exchange.Response!, exchange.Request, response, body.Trailers),
        };
        Complete(exchange);
    }

    /// <summary>
    /// Returns whether bytes are a whole body whose end was not read: those that the length announces, or a coded text that is complete.
    /// </summary>
    private static bool IsWhole(Response response, byte[] bytes)
    {
        if (response.Request.Method == "HEAD" || response.StatusCode is StatusCodes.NoContent or StatusCodes.NotModified) return true;
        if (long.TryParse(response.Headers["Content-Length"], CultureInfo.InvariantCulture, out var length))
        {
            return bytes.LongLength >= length;
        }

        if (bytes.Length == 0 || string.IsNullOrEmpty(response.Headers["Content-Encoding"])) return false;
        try
        {
            using var decoded = ContentDecoder.Decode(new MemoryStream(bytes, writable: false), response.Headers["Content-Encoding"]);
            decoded.CopyTo(Stream.Null);
            return true;
        }
        catch (Exception error) when (error is RequestException or IOException or InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Copies the head of a response, which hooks may change later.</summary>
    private static Response Copy(
        Response response,
        PreparedRequest request,
        Response? measured = null,
        HeaderDictionary? trailers = null) => new(request, response.StatusCode)
        {
            Reason = response.Reason,
            Headers = measured is null ? response.Headers.Copy() : response.Headers,
            HttpVersion = response.HttpVersion,
            Trailers = trailers?.Copy() ?? [],
            Elapsed = (measured ?? response).Elapsed,
            Timings = (measured ?? response).Timings,
            Connection = (measured ?? response).Connection,
        };

    /// <summary>
    /// Records an exchange. Where code of the caller takes part, it is recorded with the next call of the caller, in its context.
    /// </summary>
    private void Complete(RecordedExchange exchange)
    {
        if (Options.Redact is null)
        {
            Record(exchange);
            return;
        }

        lock (_gate) _pending.Enqueue(exchange);
    }

    /// <summary>Records the exchanges that have ended since the last call, in the context of the caller.</summary>
    internal void CompletePending()
    {
        while (true)
        {
            RecordedExchange? exchange;
            lock (_gate)
            {
                if (!_pending.TryDequeue(out exchange)) return;
            }

            Record(exchange);
        }
    }

    private void Record(RecordedExchange exchange)
    {
        var entry = exchange.CreateEntry(_recorder);
        Options.Redact?.Invoke(entry);
        CassetteBody.Limit(entry, exchange.RequestBody, _keys);
        var key = _keys.Create(entry.Request);
        lock (_gate)
        {
            // A response of an earlier run that is read after its cassette was closed is not recorded any more.
            if (_isDisposed) return;
            _recorded++;
            _index.Add(entry, key, isUsed: true);
            try
            {
                _file.Append(exchange.Sequence, entry);
            }
            catch (CassetteException error)
            {
                // Reading a body must not fail where it is closed. The next request fails, or saving does.
                _failure = error;
            }
        }
    }
}
