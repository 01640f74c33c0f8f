using System.Collections;

namespace Requests.PowerShell;

/// <summary>Converts the parameter -Hooks.</summary>
internal static class HooksConverter
{
    /// <summary>Converts to hooks; null stays null.</summary>
    /// <param name="value">
    /// A map with the events <c>request</c>, <c>response</c> and <c>informational</c>. A value is one script block or a list of them; null
    /// as value gives no hooks.
    /// </param>
    /// <exception cref="InvalidParameterException">The value is of another kind.</exception>
    internal static RequestHooks? ToHooks(object? value)
    {
        if (PSValue.Unwrap(value) is null or RequestHooks) return (RequestHooks?)PSValue.Unwrap(value);
        List<RequestHook>? request = null;
        List<ResponseHook>? response = null;
        List<InformationalHook>? informational = null;
        var pairs = PSValue.ToPairs(value, "Hooks")
            ?? throw ParameterErrors.Invalid("Hooks", value, "a map such as @{ response = { param($Response) … } }");
        foreach (var (name, hook) in pairs)
        {
            var hooks = PSValue.IsList(hook) ? ((IEnumerable)hook!).Cast<object?>() : hook is null ? [] : [hook];
            switch (name.ToLowerInvariant())
            {
                case "request":
                    (request ??= []).AddRange(hooks.Select(ToRequestHook));
                    break;
                case "response":
                    (response ??= []).AddRange(hooks.Select(ToResponseHook));
                    break;
                case "informational":
                    (informational ??= []).AddRange(hooks.Select(ToInformationalHook));
                    break;
                default:
                    throw new InvalidParameterException(
                        $"-Hooks has no event '{name}': use 'request', 'response' or 'informational'.");
            }
        }

        return new RequestHooks(response, request, informational);
    }

    private static ResponseHook ToResponseHook(object? value) => PSValue.Unwrap(value) as ResponseHook
        ?? ScriptBlocks.ToResponseHook(PSValue.Unwrap(value))
        ?? throw ParameterErrors.Invalid("A response hook of -Hooks", value, "a script block");

    private static RequestHook ToRequestHook(object? value) => PSValue.Unwrap(value) as RequestHook
        ?? ScriptBlocks.ToRequestHook(PSValue.Unwrap(value))
        ?? throw ParameterErrors.Invalid("A request hook of -Hooks", value, "a script block");

    private static InformationalHook ToInformationalHook(object? value) => PSValue.Unwrap(value) as InformationalHook
        ?? ScriptBlocks.ToInformationalHook(PSValue.Unwrap(value))
        ?? throw ParameterErrors.Invalid("An informational hook of -Hooks", value, "a script block");
}
