namespace Requests;

/// <content>What a response has to do with the bytes that are there.</content>
internal sealed partial class Download
{
    private enum Step
    {
        /// <summary>Nothing is to be written.</summary>
        Leave,

        /// <summary>The response has the whole.</summary>
        Write,

        /// <summary>The response has what is missing.</summary>
        Append,

        /// <summary>Everything is there already.</summary>
        Complete,

        /// <summary>What is there is of no use: the whole is requested.</summary>
        BeginAgain,
    }

    private Step Judge(Response response)
    {
        // The folder's place is not known yet: nothing was asked for but the whole.
        if (Have == 0) return DownloadRules.HasContent(response) ? Step.Write : Step.Leave;
        var range = ContentRange.From(response);
        switch (response.StatusCode)
        {
            case 416:
                return range is { First: null, Total: { } total } && total == Have && IsSame(response) ? Step.Complete : Step.BeginAgain;
            case < 200 or 204 or 205 or >= 300:
                return Step.Leave;
            case var status when status == 206 || response.Headers.ContainsKey("Content-Range"):
                if (range?.IsWhole == true && status != 206) return Step.Write;
                return range?.First == Have && HasBytes(response) && IsOurs(response) ? Step.Append : Step.BeginAgain;
            default:
                return DownloadRules.HasContent(response) ? Step.Write : Step.Leave;
        }
    }

    /// <summary>Whether a part is surely of the version whose beginning is there.</summary>
    private bool IsOurs(Response part)
    {
        // A checksum tells afterwards.
        if (_version is not null && !_version.Fits(part)) return false;
        if (target.Checksum is not null) return true;
        return _begun is null
            ? _version?.IfRange is not null
            : FileVersion.ChangedAt(part) is { } changed && changed == ToSecond(_begun.LastWriteTimeUtc);
    }

    /// <summary>Whether nothing says that a complete file is of another version.</summary>
    private bool IsSame(Response response)
    {
        if (_version is not null && !_version.Fits(response)) return false;
        return _begun is null
            || target.Checksum is not null
            || FileVersion.ChangedAt(response) is not { } changed
            || changed <= new DateTimeOffset(_begun.LastWriteTimeUtc);
    }

    /// <summary>Whether the bytes of a body are those of the file, so that parts of it fit together.</summary>
    private bool HasBytes(Response response) =>
        ContentDecoder.ChangesNothing(response.Headers["Content-Encoding"]) || Keeps(response);

    private bool Keeps(Response response) => StoredContentCoding.Applies(response, target, _place!.Path, _requests.AcceptEncoding);

    /// <summary>A part that is shorter than its Content-Range says, or ends before the whole does, is an incomplete body.</summary>
    private void CheckLength(Response response, long first)
    {
        if (_requests.HasOwnRange || ContentRange.From(response) is not { First: { } start, Last: { } last } range || !HasBytes(response))
        {
            return;
        }

        var end = range.Total ?? last + 1;
        if (start == first && _file!.Length == end) return;
        throw new ChunkedEncodingException(
            $"The body of '{UrlRedactor.Redact(response.Url)}' is not complete: the file has {_file!.Length} bytes, and the server says {end}.");
    }

    private static DateTimeOffset ToSecond(DateTime time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
