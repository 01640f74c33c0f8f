using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CsCheck;

namespace Requests.Tests;

/// <summary>
/// Runs a property over many cases: 100,000 in the test run, as many as fit into a time in the Fuzz task of build.ps1. Every case must end,
/// and allocate no more than its length allows. CsCheck prints the seed of a case that fails; the variable CsCheck_Seed runs that case
/// again.
/// </summary>
internal static class Property
{
    /// <summary>The trait of the classes that the Fuzz task runs.</summary>
    internal const string Kind = "Kind";

    internal const string Name = "Property";

#if NET10_0_OR_GREATER
    private const int Share = 1;
#else
    // The run on the other runtime looks for differences of that runtime only.
    private const int Share = 10;
#endif
    private const int Usual = 100_000;
    private const long BaseBytes = 1024 * 1024;

    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(0.75);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly int Seconds = int.TryParse(
        Environment.GetEnvironmentVariable("REQUESTS_FUZZ_SECONDS"),
        NumberStyles.None,
        CultureInfo.InvariantCulture,
        out var seconds)
        ? seconds
        : 0;
    private static readonly string? Report = Environment.GetEnvironmentVariable("REQUESTS_FUZZ_REPORT");
    private static readonly object Lock = new();
    private static readonly List<Running> Runs = [];
    private static readonly System.Threading.Timer Watch = new(static _ => LookForHangs());

    /// <summary>Runs a check over cases.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="check">Throws when the property does not hold.</param>
    /// <param name="count">How many cases the test run has.</param>
    /// <param name="bytesPerCharacter">How many bytes a check may allocate for each character or byte of its case, beside 1 MB.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="file">Its file.</param>
    internal static void Holds<T>(
        Gen<T> cases,
        Action<T> check,
        int count = Usual,
        int bytesPerCharacter = 1000,
        [CallerMemberName] string name = "",
        [CallerFilePath] string file = "")
    {
        var run = new Running($"{Path.GetFileNameWithoutExtension(file)}.{name}");
        lock (Lock) Runs.Add(run);
        Watch.Change(Longest / 2, Longest / 2);
        try
        {
            if (Seconds > 0) cases.Sample(One, time: Seconds, threads: 1, print: Show);
            else cases.Sample(One, iter: Math.Max(1, count / Share), threads: 1, print: Show);
        }
        finally
        {
            lock (Lock)
            {
                Runs.Remove(run);
                if (Report is not null) File.AppendAllText(Report, $"{run.Name}\t{run.Count}\n");
            }
        }

        void One(T value)
        {
            var used = Measure(value);

            // The first case loads tables and patterns, and patterns grow with their input.
            var allowed = BaseBytes + ((long)bytesPerCharacter * GetLength(value));
            for (var again = 0; again < 2 && used > allowed; again++) used = Measure(value);
            if (used > allowed) throw new InvalidOperationException($"A case of length {GetLength(value)} allocated {used} bytes.");
        }

        long Measure(T value)
        {
            run.Begin(value);
            var before = GC.GetAllocatedBytesForCurrentThread();
            check(value);
            var used = GC.GetAllocatedBytesForCurrentThread() - before;
            run.End();
            return used;
        }
    }

    /// <summary>
    /// Parses long texts of repeated pieces: twice the length must not need four times the memory or, where it takes long, the time.
    /// </summary>
    /// <param name="texts">The grammar of the texts.</param>
    /// <param name="parse">Parses one; what it throws is not looked at.</param>
    /// <param name="length">How long the longer texts are.</param>
    /// <param name="count">How many the test run has.</param>
    /// <param name="name">The property's name.</param>
    /// <param name="file">Its file.</param>
    internal static void IsLinear(
        Grammar texts,
        Action<string> parse,
        int length = 64 * 1024,
        int count = 60,
        [CallerMemberName] string name = "",
        [CallerFilePath] string file = "") =>
        Holds(texts.Repeated, repeated =>
        {
            var half = Cost(repeated.Of(length / 2));
            var whole = Cost(repeated.Of(length));

            // The first text loads tables and builds patterns, and a single quote can make the difference.
            if (whole.Bytes > (3 * half.Bytes) + (64 * length))
            {
                half = More(Cost(repeated.Of(length / 2)), Cost(repeated.Of((length / 2) + repeated.Unit.Length)));
                whole = Cost(repeated.Of(length));
            }

            if (whole.Bytes > (3 * half.Bytes) + (64 * length))
            {
                throw new InvalidOperationException($"{length} characters need {whole.Bytes} bytes, half as many {half.Bytes}.");
            }

            if (whole.Time < Slow) return;

            // The minimum of three, as other processes use the machine, too.
            for (var i = 0; i < 2; i++) (whole, half) = (Less(whole, Cost(repeated.Of(length))), Less(half, Cost(repeated.Of(length / 2))));
            if (whole.Time > Slow && whole.Time > 3 * half.Time)
            {
                throw new InvalidOperationException(
                    $"{length} characters take {whole.Time.TotalMilliseconds:0} ms, half as many {half.Time.TotalMilliseconds:0} ms.");
            }

            (long Bytes, TimeSpan Time) Cost(string text)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var start = ThreadTime.Now;
                try
                {
                    parse(text);
                }
                catch (RequestException)
                {
                    // Refused.
                }

                return (GC.GetAllocatedBytesForCurrentThread() - before, ThreadTime.Now - start);
            }

            static (long Bytes, TimeSpan Time) More((long Bytes, TimeSpan Time) one, (long Bytes, TimeSpan Time) other) =>
                one.Bytes > other.Bytes ? one : other;

            static (long Bytes, TimeSpan Time) Less((long Bytes, TimeSpan Time) one, (long Bytes, TimeSpan Time) other) =>
                one.Time < other.Time ? one : other;
        },
        count,
        bytesPerCharacter: int.MaxValue,
        name,
        file);

    /// <summary>Runs an action that may fail only with an error of the module.</summary>
    /// <param name="action">What is run.</param>
    internal static void FailsWithModuleErrors(Action action)
    {
        try
        {
            action();
        }
        catch (RequestException)
        {
            // The text was refused with a message.
        }
    }

    private static int GetLength<T>(T value) => value switch
    {
        string text => text.Length,
        byte[] bytes => bytes.Length,
        ITuple tuple => Enumerable.Range(0, tuple.Length).Sum(i => GetLength(tuple[i])),
        _ => 16,
    };

    /// <summary>Returns a case as a C# literal, without invisible characters.</summary>
    internal static string Show<T>(T value)
    {
        var text = value switch
        {
            string one => one,
            byte[] bytes => Encoding.Latin1.GetString(bytes),
            ITuple tuple => string.Join(" | ", Enumerable.Range(0, tuple.Length).Select(i => Show(tuple[i]))),
            string[] texts => string.Concat(texts),
            _ => value?.ToString() ?? "null",
        };
        if (value is ITuple) return text;
        var shown = new StringBuilder("\"");
        foreach (var one in text.AsSpan(0, Math.Min(text.Length, 3000)))
        {
            if (one is >= ' ' and < '\u007f' and not ('"' or '\\')) shown.Append(one);
            else shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)one:x4}");
        }

        return shown.Append('"').Append(text.Length > 3000 ? $" and more, {text.Length} in all" : "").ToString();
    }

    private static void LookForHangs()
    {
        lock (Lock)
        {
            if (Runs.Find(static run => run.Elapsed > Longest) is not { } hanging) return;
            var message = $"{hanging.Name} has not ended after {hanging.Elapsed.TotalSeconds:0} s: {Show(hanging.Value)}";
            Console.Error.WriteLine(message);
            Environment.FailFast(message);
        }
    }

    private sealed class Running(string name)
    {
        private long _start;

        internal string Name => name;

        internal long Count { get; private set; }

        internal object? Value { get; private set; }

        internal TimeSpan Elapsed => Volatile.Read(ref _start) is > 0 and var start ? Stopwatch.GetElapsedTime(start) : TimeSpan.Zero;

        internal void Begin(object? value)
        {
            Count++;
            Value = value;
            Volatile.Write(ref _start, Stopwatch.GetTimestamp());
        }

        internal void End() => Volatile.Write(ref _start, 0);
    }
}
