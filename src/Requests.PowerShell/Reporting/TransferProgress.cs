using System.Globalization;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>
/// Shows the progress of the transfers of a command: after one second, and then at most ten times a second. It reads the counters of the
/// transfers while the pipeline thread waits. The transfers do not report to it, so that they cost the same with and without progress.
/// </summary>
internal sealed class TransferProgress(RequestCmdlet cmdlet, TimeProvider time)
{
    private const int ActivityId = 0x5251;

    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly List<(TransferCounters Counters, string Url, long Started)> _running = new(capacity: 1);
    private long _shownAt;
    private bool _isShown;
    private bool _isMuted;
    private bool? _isWanted;

    /// <summary>Adds a transfer and returns its counters.</summary>
    /// <param name="url">The URL of the transfer.</param>
    internal TransferCounters Begin(string url)
    {
        var counters = new TransferCounters();
        Add(counters, url);
        return counters;
    }

    /// <summary>Adds a transfer that has its counters.</summary>
    /// <param name="counters">The counters.</param>
    /// <param name="url">The URL of the transfer.</param>
    internal void Add(TransferCounters counters, string url) => _running.Add((counters, url, time.GetTimestamp()));

    /// <summary>Removes a transfer that succeeded or failed; after the last one the progress is hidden.</summary>
    /// <param name="counters">The counters of the transfer.</param>
    internal void End(TransferCounters counters)
    {
        for (var i = _running.Count - 1; i >= 0; i--)
        {
            if (ReferenceEquals(_running[i].Counters, counters)) _running.RemoveAt(i);
        }

        if (_running.Count == 0) Hide();
    }

    /// <summary>Hides the progress and writes no further records, when the command ends before its transfers.</summary>
    internal void Clear()
    {
        Hide();
        Mute();
    }

    /// <summary>Writes no further records, not even the one that hides the progress, when the command must not write.</summary>
    internal void Mute() => _isMuted = true;

    /// <summary>Updates the progress where an update is due. Must be called on the pipeline thread.</summary>
    internal void Tick()
    {
        if (_running.Count == 0 || time.GetElapsedTime(_running[0].Started) < Delay) return;
        if (!_running.Exists(static transfer => transfer.Counters.HasBegun)) return;
        if (_isShown && time.GetElapsedTime(_shownAt) < Interval) return;
        if (!(_isWanted ??= IsWanted())) return;
        _shownAt = time.GetTimestamp();
        _isShown = true;
        Write(_running.Count == 1 ? Describe(_running[0].Counters, GetName(_running[0].Url), _running[0].Started) : DescribeAll());
    }

    /// <summary>Returns the name of a transfer: the last segment of the path, or the host when the path is empty.</summary>
    private static string GetName(string url)
    {
        var shown = UrlRedactor.Redact(url).TrimEnd('/');
        return shown[(shown.LastIndexOf('/') + 1)..];
    }

    /// <summary>Formats a size in the units of PowerShell numbers, as the views do: 1 KB is 1,024 bytes.</summary>
    private static string FormatSize(double bytes) => bytes switch
    {
        < 1 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes:0} B"),
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1 << 10):0.0} KB"),
        < 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1 << 20):0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1 << 30):0.00} GB"),
    };

    private void Hide()
    {
        if (!_isShown) return;
        _isShown = false;
        Write(new ProgressRecord(ActivityId, "Transfer", "Done") { RecordType = ProgressRecordType.Completed });
    }

    /// <summary>
    /// Writes a record, unless the pipeline is being stopped: nothing may be written then, and an exception would interrupt the cleanup.
    /// </summary>
    private void Write(ProgressRecord record)
    {
        if (_isMuted || cmdlet.Stopping) return;
        try
        {
            cmdlet.WriteProgress(record);
        }
        catch (PipelineStoppedException)
        {
            Mute();
        }
    }

    private bool IsWanted()
    {
        var preference = cmdlet.MyInvocation.BoundParameters.TryGetValue("ProgressAction", out var bound)
            ? bound
            : cmdlet.GetVariableValue("ProgressPreference");
        return !LanguagePrimitives.TryConvertTo<ActionPreference>(preference, CultureInfo.InvariantCulture, out var action)
            || action is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);
    }

    private ProgressRecord Describe(TransferCounters counters, string name, long started)
    {
        if (counters.Polling is { } poll) return DescribePolling(poll, $"Waiting for {name}");
        if (counters.Limited is { } limited)
        {
            return new ProgressRecord(ActivityId, $"Waiting for the rate limit: {name}", limited.ToString());
        }

        if (counters.Waiting is { } wait) return new ProgressRecord(ActivityId, $"Retrying {name}", wait.ToString());
        var isUpload = counters.Received == 0 && (counters.ToSend < 0 || counters.Sent < counters.ToSend) && counters.Sent > 0;
        var (done, total) = isUpload ? (counters.Sent, counters.ToSend) : (counters.Received, counters.ToReceive);
        var speed = done / time.GetElapsedTime(started).TotalSeconds;
        var status = total > 0
            ? $"{FormatSize(done)} of {FormatSize(total)}, {FormatSize(speed)}/s"
            : $"{FormatSize(done)}, {FormatSize(speed)}/s";
        var activity = $"{(isUpload ? "Uploading" : "Downloading")} {name}";
        return new ProgressRecord(ActivityId, activity, done == 0 ? "Waiting for a response" : status)
        {
            PercentComplete = total > 0 ? (int)(Math.Min(done, total) * 100 / total) : -1,
            SecondsRemaining = total > done && speed > 0 ? (int)Math.Min(int.MaxValue, (total - done) / speed) : -1,
        };
    }

    private static ProgressRecord DescribePolling(PollWait poll, string activity) =>
        new(ActivityId, activity, VisibleText.EscapeLine(poll.ToString())) { PercentComplete = (int?)poll.PercentComplete ?? -1 };

    private ProgressRecord DescribeAll()
    {
        if (_running.TrueForAll(static transfer => transfer.Counters.Polling is not null))
        {
            return DescribePolling(_running[0].Counters.Polling!, $"Waiting for {_running.Count} results");
        }

        var done = _running.Sum(transfer => transfer.Counters.Sent + transfer.Counters.Received);
        return new ProgressRecord(
            ActivityId,
            $"{_running.Count} requests in flight",
            $"{FormatSize(done)} so far, the first {GetName(_running[0].Url)}");
    }
}
