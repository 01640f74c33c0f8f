using System.Text;

namespace Requests;

/// <summary>Represents the fields of a form as a browser sends them: <c>application/x-www-form-urlencoded</c>.</summary>
/// <remarks>requests: a map or list of pairs as <c>data</c>.</remarks>
public sealed class FormBody : BytesBody
{
    /// <summary>Creates the body.</summary>
    /// <param name="pairs">The names and values, in order. A name may repeat; a null value leaves its pair out.</param>
    public FormBody(IEnumerable<KeyValuePair<string, string?>> pairs)
        : base(Encoding.ASCII.GetBytes(QueryEncoder.Encode(pairs)), "application/x-www-form-urlencoded")
    {
    }
}
