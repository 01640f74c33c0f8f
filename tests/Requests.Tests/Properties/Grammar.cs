using System.Text;
using CsCheck;

namespace Requests.Tests;

/// <summary>
/// Generates texts of a format: valid texts, changed in a few places by pieces of the format and by characters that break careless readers.
/// </summary>
/// <param name="valid">Texts that are valid.</param>
/// <param name="pieces">What has a meaning in the format.</param>
internal sealed class Grammar(string[] valid, params string[] pieces)
{
    // Controls, what moves the reading direction or a line's end, letters that change under lower case, names in other scripts, halves of
    // surrogate pairs, escapes, wrong UTF-8 (as Latin-1), numbers that overflow.
    private static readonly string[] Hostile =
    [
        "\0", "\r", "\n", "\r\n", "\t", " ", "\u001b[2J", "\u007f", "\u0085", "\u00a0", "\u00ad", "\u202e", "\u2028", "\u200b", "\ufeff",
        "\u00e9", "\u00df", "\u0130", "\u212a", "\u00ff", "\u00c3\u00a9", "\u00c0\u0080",
        "\u00ed\u00a0\u0080", "\u65e5\u672c", "\ud83d\ude00", "\ud83d", "\ude00", "b\u00fccher.example", "xn--", "xn--a", "%", "%00", "%2F",
        "%C3%A9", "%ff", "%zz", "\"", "\\", "'", ";", ",", "=", "<", ">", "(", ")",
        "@", ":", "/", "//", "?", "#", "[", "]", "{", "}", "|", "&", "+", "*", "-", "-1", "0", "9", "65536", "4294967296",
        "99999999999999999999", "1e999", "::1", ".", "..", "a", "Z",
    ];

    private const int MostChanges = 4;

    private readonly string[] _pieces = pieces.Length == 0 ? Hostile : pieces;

    /// <summary>Gets a generator of texts of the format, most of which are not valid.</summary>
    internal Gen<string> Texts => new TextGen(this);

    /// <summary>Gets a generator of the texts as bytes: Latin-1 where possible, else UTF-8.</summary>
    internal Gen<byte[]> Bytes =>
        Texts.Select(static text =>
            text.AsSpan().ContainsAnyExceptInRange('\0', '\u00ff') ? Encoding.UTF8.GetBytes(text) : Encoding.Latin1.GetBytes(text));

    /// <summary>Gets a generator of long texts that repeat a few pieces.</summary>
    internal Gen<RepeatedText> Repeated => new RepeatedGen(this);

    private static string Pick(PCG random, string[] from) => from[random.Next((uint)from.Length)];

    private string Change(PCG random, string text)
    {
        var at = (int)random.Next((uint)text.Length + 1);
        var end = at + (int)random.Next((uint)Math.Min(text.Length - at, 12) + 1);
        return random.Next(12) switch
        {
            0 or 1 => string.Concat(text.AsSpan(0, at), text.AsSpan(end)),
            2 or 3 or 4 => text.Insert(at, Pick(random, _pieces)),
            5 or 6 => text.Insert(at, Pick(random, Hostile)),
            7 when at < text.Length =>
                string.Concat(text.AsSpan(0, at), [(char)random.Next(random.Next(3) == 0 ? 0x10000u : 256u)], text.AsSpan(at + 1)),
            8 => text.Insert(at, Repeat(text[at..end], random.Next(64) == 0 ? 100 : 1)),
            9 =>
                string.Concat(
                    text.AsSpan(0, at),
                    Pick(random, valid) is var other ? other.AsSpan((int)random.Next((uint)other.Length + 1)) : default),
            10 =>
                string.Concat(
                    text.AsSpan(0, at),
                    random.Next(2) == 0 ? text[at..end].ToUpperInvariant() : text[at..end].ToLowerInvariant(),
                    text.AsSpan(end)),
            _ => text[..at],
        };
    }

    private static string Repeat(string text, int times) =>
        times == 1 ? text : new StringBuilder(text.Length * times).Insert(0, text, times).ToString();

    private sealed class TextGen(Grammar grammar) : Gen<string>
    {
        public override string Generate(PCG pcg, Size? min, out Size size)
        {
            var text = Pick(pcg, grammar.Valid);
            for (var changes = pcg.Next(MostChanges + 1); changes > 0; changes--) text = grammar.Change(pcg, text);
            size = new Size((ulong)text.Length);
            return text;
        }
    }

    private string[] Valid => valid;

    private sealed class RepeatedGen(Grammar grammar) : Gen<RepeatedText>
    {
        public override RepeatedText Generate(PCG pcg, Size? min, out Size size)
        {
            var start = pcg.Next(3) == 0 ? "" : Cut(pcg, Pick(pcg, grammar.Valid));
            var unit = "";
            for (var pieces = 1 + pcg.Next(3); pieces > 0; pieces--) unit += Piece(pcg);
            if (pcg.Next(8) == 0) unit = Pick(pcg, grammar.Valid);
            var end = pcg.Next(2) == 0 ? "" : Piece(pcg);
            size = new Size((ulong)(start.Length + unit.Length + end.Length));
            return new RepeatedText(start, unit.Length == 0 ? "a" : unit, end);
        }

        private string Piece(PCG pcg) => Pick(pcg, pcg.Next(4) == 0 ? Hostile : grammar._pieces);

        private static string Cut(PCG pcg, string text) => text[..(int)pcg.Next((uint)text.Length + 1)];
    }
}

/// <summary>Represents a text that can have any length.</summary>
/// <param name="Start">What it begins with.</param>
/// <param name="Unit">What is repeated.</param>
/// <param name="End">What it ends with.</param>
internal sealed record RepeatedText(string Start, string Unit, string End)
{
    internal string Of(int length) =>
        new StringBuilder(Start).Insert(Start.Length, Unit, Math.Max(1, length / Unit.Length)).Append(End).ToString();

    public override string ToString() => $"{Property.Show(Start)} + n * {Property.Show(Unit)} + {Property.Show(End)}";
}
