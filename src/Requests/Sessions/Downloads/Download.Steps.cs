namespace Requests;

/// <content>Decides how a response relates to the bytes that exist already.</content>
internal sealed partial class Download
{
    private enum Step
    {
        /// <summary>Writes nothing.</summary>
        WriteNothing,

        /// <summary>Writes the whole content, which the response has.</summary>
        Write,

        /// <summary>Appends the missing part, which the response has.</summary>
        Append,

        /// <summary>Finishes the file, which is complete already.</summary>
        Complete,

        /// <summary>Discards the existing bytes and requests the whole content.</summary>
        BeginAgain,
    }

    private Step ChooseStep(Response response)
    {
        // The name of a file in a folder is not known yet, so the whole content was requested.
        if (ExistingLength == 0) return DownloadRules.HasContent(response, options.ExpectStatus) ? Step.Write : Step.WriteNothing;
        var range = ContentRange.From(response);
        switch (response.StatusCode)
        {
            case 416:
                return range is { First: null, Total: { } total } && total == ExistingLength && MayBeSameVersion(response)
                    ? Step.Complete
                    : Step.BeginAgain;
            case < 200 or 204 or 205 or >= 300:
                return Step.WriteNothing;
            case var status when status == 206 || response.Headers.ContainsKey("Content-Range"):
                if (range?.IsWhole == true && status != 206) return Step.Write;
                return range?.First == ExistingLength && HasBytes(response) && IsSameVersion(response) ? Step.Append : Step.BeginAgain;
            default:
                return DownloadRules.HasContent(response, options.ExpectStatus) ? Step.Write : Step.WriteNothing;
        }
    }

    /// <summary>
    /// Returns whether a part is certainly of the same version as the existing bytes. The validators of another URL, such as a mirror, do
    /// not show that; a checksum and a Repr-Digest do, as they are verified afterwards.
    /// </summary>
    private bool IsSameVersion(Response part)
    {
        if (_version is not null && !_version.Matches(part)) return false;
        if (_checksum is not null) return true;
        if (_existing is not null)
        {
            return FileVersion.ChangedAt(part) is { } changed && changed == ToSecond(_existing.LastWriteTimeUtc);
        }

        return _version?.IfRange is not null && (_version.IsOf(part) || BodyDigests.GetOfWhole(part).Count > 0);
    }

    /// <summary>
    /// Returns whether no header shows that a complete file is of another version. With IfChanged a header has to show that it is of this
    /// one.
    /// </summary>
    private bool MayBeSameVersion(Response response)
    {
        if (_version is not null && !_version.Matches(response)) return false;
        if (_checksum is not null) return true;
        if (_existing is null) return _version?.IsOf(response) == true;
        return FileVersion.ChangedAt(response) is { } changed
            ? changed <= new DateTimeOffset(_existing.LastWriteTimeUtc)
            : !target.IfChanged;
    }

    /// <summary>Reports why the bytes of an earlier transfer are requested again.</summary>
    private void ReportOtherUrl(Response response)
    {
        if (_existing is not null || _version is not { Resource: not null } version || version.IsOf(response)) return;
        options.Observer?.Ignored(
            response,
            "the begun file is of another URL, so the whole is requested; with -Checksum it is continued from a mirror");
    }

    /// <summary>Returns whether the bytes of a body are those of the file, so that its parts can be joined.</summary>
    private bool HasBytes(Response response) =>
        ContentDecoder.ChangesNothing(response.Headers["Content-Encoding"]) || SavesUndecoded(response);

    private bool SavesUndecoded(Response response) =>
        StoredContentCoding.SavesUndecoded(response, target, _location!.Path, _requests.AcceptEncoding);

    /// <summary>Throws an exception when a part is shorter than its Content-Range, or ends before the whole content.</summary>
    private void CheckLength(Response response, long first)
    {
        if (_requests.HasOwnRange || ContentRange.From(response) is not { First: { } start, Last: { } last } range || !HasBytes(response))
        {
            return;
        }

        var end = range.Total ?? last + 1;
        if (start == first && _file!.Length == end) return;
        throw new ChunkedEncodingException(
            $"The body of '{UrlRedactor.Redact(response.Url)}' is not complete: the file has {_file!.Length} bytes, "
                + $"and the server says {end}.");
    }

    private static DateTimeOffset ToSecond(DateTime time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
