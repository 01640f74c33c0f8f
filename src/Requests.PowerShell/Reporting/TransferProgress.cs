using System.Globalization;
using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>
/// Shows how far a command's transfers are: after a second, ten times a second at most. It looks when the pipeline thread waits; nothing
/// reports to it, so that a transfer costs the same with and without.
/// </summary>
internal sealed class TransferProgress(RequestCmdlet cmdlet, TimeProvider time)
{
    private const int ActivityId = 0x5251;

    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly List<(TransferCounters Meter, string Url, long Started)> _running = new(capacity: 1);
    private long _shownAt;
    private bool _isShown;
    private bool _isMuted;
    private bool? _isWanted;

    /// <summary>A transfer begins.</summary>
    /// <param name="url">Where it goes.</param>
    internal TransferCounters Begin(string url)
    {
        var meter = new TransferCounters();
        _running.Add((meter, url, time.GetTimestamp()));
        return meter;
    }

    /// <summary>A transfer has ended, well or not; after the last one nothing is shown any more.</summary>
    /// <param name="meter">The transfer.</param>
    internal void End(TransferCounters meter)
    {
        for (var i = _running.Count - 1; i >= 0; i--)
        {
            if (ReferenceEquals(_running[i].Meter, meter)) _running.RemoveAt(i);
        }

        if (_running.Count == 0) Hide();
    }

    /// <summary>The command ends before its transfers: shows nothing any more.</summary>
    internal void Clear()
    {
        Hide();
        Mute();
    }

    /// <summary>Shows nothing any more and takes nothing away: the command may not write.</summary>
    internal void Mute() => _isMuted = true;

    /// <summary>Looks, and shows what there is to show; on the pipeline thread.</summary>
    internal void Tick()
    {
        if (_running.Count == 0 || time.GetElapsedTime(_running[0].Started) < Delay) return;
        if (!_running.Exists(static one => one.Meter.HasBegun)) return;
        if (_isShown && time.GetElapsedTime(_shownAt) < Interval) return;
        if (!(_isWanted ??= IsWanted())) return;
        _shownAt = time.GetTimestamp();
        _isShown = true;
        Write(_running.Count == 1 ? Describe(_running[0].Meter, GetName(_running[0].Url), _running[0].Started) : DescribeAll());
    }

    /// <summary>What a transfer is called: the end of the path, else the host.</summary>
    private static string GetName(string url)
    {
        var shown = UrlRedactor.Redact(url).TrimEnd('/');
        return shown[(shown.LastIndexOf('/') + 1)..];
    }

    /// <summary>A size in the units of PowerShell's own numbers, as the views have them: 1 KB is 1,024 bytes.</summary>
    private static string Size(double bytes) => bytes switch
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

    /// <summary>Writes a record, unless the pipeline is being stopped: nothing may be written then, and what is being ended must end all the same.</summary>
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
        var preference = cmdlet.MyInvocation.BoundParameters.TryGetValue("ProgressAction", out var bound) ? bound : cmdlet.GetVariableValue("ProgressPreference");
        return !LanguagePrimitives.TryConvertTo<ActionPreference>(preference, CultureInfo.InvariantCulture, out var action) || action is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);
    }

    private ProgressRecord Describe(TransferCounters meter, string name, long started)
    {
        if (meter.Waiting is { } wait) return new ProgressRecord(ActivityId, $"Retrying {name}", wait.ToString());
        var isUpload = meter.Received == 0 && (meter.ToSend < 0 || meter.Sent < meter.ToSend) && meter.Sent > 0;
        var (done, total) = isUpload ? (meter.Sent, meter.ToSend) : (meter.Received, meter.ToReceive);
        var speed = done / time.GetElapsedTime(started).TotalSeconds;
        var status = total > 0 ? $"{Size(done)} of {Size(total)}, {Size(speed)}/s" : $"{Size(done)}, {Size(speed)}/s";
        return new ProgressRecord(ActivityId, $"{(isUpload ? "Uploading" : "Downloading")} {name}", done == 0 ? "Waiting for a response" : status)
        {
            PercentComplete = total > 0 ? (int)(Math.Min(done, total) * 100 / total) : -1,
            SecondsRemaining = total > done && speed > 0 ? (int)Math.Min(int.MaxValue, (total - done) / speed) : -1,
        };
    }

    private ProgressRecord DescribeAll()
    {
        var done = _running.Sum(one => one.Meter.Sent + one.Meter.Received);
        return new ProgressRecord(ActivityId, $"{_running.Count} requests in flight", $"{Size(done)} so far, the first {GetName(_running[0].Url)}");
    }
}
