using System.Text;
using System.Text.Json;

namespace Requests;

/// <content>Reads the members around the items.</content>
internal sealed partial class JsonPage
{
    // The deepest member that is looked at, as in data.search.users.pageInfo.hasNextPage, and a reserve.
    private const int DeepestMember = 8;

    private readonly string[] _names = new string[DeepestMember];
    private readonly List<HeldArray> _arrays = [];
    private string _path = "";
    private string _name = "";
    private int _skippedDepth = -1; // the depth of an array whose tokens are skipped, or -1
    private HeldArray? _open; // the array that is skipped, if it may turn out to be the items
    private (int Start, int Depth)? _object; // the object at the path of the items
    private (int Start, int End)? _single; // the value at the path of the items that is not an array
    private PageMark _nextMark;
    private bool _hasNullItems; // whether a member that has the items elsewhere is null
    private bool _hasError;
    private JsonLinks? _links; // the reader of the array of links that is skipped

    /// <summary>Reads tokens until the array of the items begins; returns false when more text is needed.</summary>
    private bool ReadTokens(bool isFinal)
    {
        var reader = new Utf8JsonReader(_buffer.AsSpan(_tokenized, _count - _tokenized), isFinal, _state);
        try
        {
            while (reader.Read())
            {
                if (ReadToken(ref reader)) return true;
            }

            return false;
        }
        catch (Exception error) when (error is JsonException or DecoderFallbackException)
        {
            throw JsonDecodeException.At(_buffer.AsSpan(0, _count), _tokenized + (int)reader.BytesConsumed, error);
        }
        finally
        {
            _state = reader.CurrentState;
            _tokenized += (int)reader.BytesConsumed;
        }
    }

    /// <summary>Handles a token; returns true when it opens the array of the items.</summary>
    private bool ReadToken(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        if (_skippedDepth >= 0)
        {
            SkipToken(ref reader, depth);
            return false;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                SetName(depth, JsonText.Get(ref reader));
                return false;
            case JsonTokenType.StartArray:
                return BeginArray(depth, _tokenized + (int)reader.TokenStartIndex);
            case JsonTokenType.StartObject:
                BeginObject(depth, _tokenized + (int)reader.TokenStartIndex);
                return false;
            case JsonTokenType.EndObject:
                if (_object is { } open && open.Depth == depth)
                {
                    _single = (open.Start, _tokenized + (int)reader.BytesConsumed);
                    _object = null;
                }

                return false;
            default:
                ReadValue(ref reader);
                return false;
        }
    }

    private void SkipToken(ref Utf8JsonReader reader, int depth)
    {
        if (reader.TokenType == JsonTokenType.EndArray && depth == _skippedDepth)
        {
            _skippedDepth = -1;
            _links = null;
            if (_open is { } closed) _arrays.Add(closed with { End = _tokenized + (int)reader.BytesConsumed });
            _open = null;
        }
        else if (_open is { FirstToken: JsonTokenType.None } open)
        {
            _open = open with { FirstToken = reader.TokenType };
        }

        if (_links?.Read(ref reader, depth - _skippedDepth) is { } target) SetNext(PageMark.Link, target);
    }

    private void SetName(int depth, string name)
    {
        _name = name;
        if (depth > DeepestMember)
        {
            _path = "";
            return;
        }

        _names[depth - 1] = name;
        _path = depth == 1 ? name : string.Join('.', _names, 0, depth);
    }

    private bool BeginArray(int depth, int start)
    {
        if (!_hasItems && layout.IsItems(_path))
        {
            layout.HasFoundItems = true;
            return true;
        }

        _skippedDepth = depth;
        if (JsonLinks.IsName(_path))
        {
            if (layout.HasLinks) _links = new JsonLinks();
            return false;
        }

        var mayBeItems = depth == 1 || (depth == 2 && _names[0].Equals("_embedded", StringComparison.Ordinal));
        if (mayBeItems && layout.ItemPath is null) _open = new HeldArray(_path, start, End: 0, JsonTokenType.None);
        return false;
    }

    private void BeginObject(int depth, int start)
    {
        if (depth == 0) return;
        _hasError |= IsError();
        if (layout.ItemPath is not null && !_hasItems && layout.IsItems(_path)) _object ??= (start, depth);
    }

    private void ReadValue(ref Utf8JsonReader reader)
    {
        _hasError |= reader.TokenType == JsonTokenType.String && IsError();
        var isItems = !_hasItems && layout.IsItems(_path);
        if (isItems && layout.ItemPath is null) _hasNullItems |= reader.TokenType == JsonTokenType.Null;
        if (isItems && layout.ItemPath is not null)
        {
            layout.HasFoundItems = true;
            _single = reader.TokenType == JsonTokenType.Null
                ? (0, 0)
                : (_tokenized + (int)reader.TokenStartIndex, _tokenized + (int)reader.BytesConsumed);
        }

        var mark = layout.Find(_path, _name);
        if (mark == PageMark.None)
        {
            MarkParent(reader.TokenType);
            return;
        }

        var text = reader.TokenType == JsonTokenType.String ? JsonText.Get(ref reader) : null;
        ReadNeighbors(mark, ref reader, text);
        switch (mark)
        {
            case PageMark.Link or PageMark.UrlOrCursor when text is not null:
                SetNext(mark, text.Trim());
                break;
            case PageMark.Link or PageMark.UrlOrCursor when reader.TokenType is JsonTokenType.Number or JsonTokenType.True:
            case PageMark.More when reader.TokenType == JsonTokenType.True || !string.IsNullOrWhiteSpace(text):
            case PageMark.Last when reader.TokenType == JsonTokenType.False:
                MoreMarker ??= _path;
                break;
            case PageMark.Count:
                long? count = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number)
                    ? number
                    : PageHeaders.ToCount(text);
                if (count > (Announced ?? -1)) Announced = count;
                break;
        }
    }

    /// <summary>Reads whether the page has one before it, and whether it says that none follows.</summary>
    private void ReadNeighbors(PageMark mark, ref Utf8JsonReader reader, string? text)
    {
        var token = reader.TokenType;
        var isEmpty = token == JsonTokenType.Null || (text is not null && string.IsNullOrWhiteSpace(text));
        IsLast |= mark switch
        {
            PageMark.Link or PageMark.UrlOrCursor or PageMark.More => isEmpty || token == JsonTokenType.False,
            PageMark.Last => token == JsonTokenType.True,
            _ => false,
        };

        // The number 0 is a page, or the lack of one.
        HasPrevious |= mark switch
        {
            PageMark.Previous when token == JsonTokenType.Number => reader.TryGetInt64(out var number) && number > 0,
            PageMark.Previous => !isEmpty && token != JsonTokenType.False,
            PageMark.First => token == JsonTokenType.False,
            _ => false,
        };
    }

    /// <summary>Keeps an object that stands for the URL, such as next, and has no known member with the URL.</summary>
    private void MarkParent(JsonTokenType token)
    {
        if (token == JsonTokenType.Null || _path.Length <= _name.Length) return;
        var parent = _path[..^(_name.Length + 1)];
        if (layout.Find(parent, "") == PageMark.UrlOrCursor) MoreMarker ??= parent;
    }

    private void SetNext(PageMark mark, string text)
    {
        if (text.Length == 0 || (_nextMark == PageMark.Link && mark == PageMark.UrlOrCursor)) return;
        _nextMark = mark;
        Next = new NextPage { Url = text, IsCursor = mark == PageMark.UrlOrCursor && !PageRules.IsUrl(text) };
    }
}
