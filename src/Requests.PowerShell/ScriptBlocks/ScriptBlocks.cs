using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Requests.PowerShell;

/// <summary>
/// Converts script blocks to delegates and engine objects. Code outside of this folder does not name <see cref="ScriptBlock"/>.
/// </summary>
internal static class ScriptBlocks
{
    /// <summary>Returns whether a value is a script block.</summary>
    /// <param name="value">The value.</param>
    internal static bool IsScriptBlock(object? value) => value is ScriptBlock;

    /// <summary>Creates a request body from a script block. Returns null for any other value.</summary>
    /// <param name="value">The value.</param>
    internal static RequestBody? ToBody(object? value) => value is ScriptBlock block ? new ScriptBlockBody(block) : null;

    /// <summary>
    /// Creates a delegate that runs a script block with one argument and writes its output to the pipeline of a cmdlet as it is emitted.
    /// </summary>
    /// <param name="value">The value of the parameter -Script.</param>
    /// <param name="example">A script block for the message of the error.</param>
    /// <exception cref="InvalidParameterException">The value is not a script block.</exception>
    internal static Action<PSCmdlet, object> ToStreamed(object? value, string example)
    {
        var block = PSValue.Unwrap(value) as ScriptBlock
            ?? throw ParameterErrors.Invalid("Script", value, $"a script block, such as {example}");
        return (cmdlet, argument) => cmdlet.InvokeCommand.InvokeScript(
            "& $args[0] $args[1]", useNewScope: false, PipelineResultTypes.Output, input: null, block, argument);
    }

    /// <summary>
    /// Creates a condition that runs a script block with a recorded entry and a request. Returns null for another value.
    /// </summary>
    /// <param name="value">The value.</param>
    internal static Func<HarEntry, PreparedRequest, bool>? ToMatch(object? value)
    {
        if (value is not ScriptBlock block) return null;
        var invoker = new ScriptBlockInvoker(block);
        return (entry, request) =>
        {
            try
            {
                return LanguagePrimitives.IsTrue(invoker.Invoke(entry, request).LastOrDefault());
            }
            catch (RuntimeException error) when (error is not PipelineStoppedException)
            {
                throw ScriptFailedException.From("the script block of -Match", error);
            }
        };
    }

    /// <summary>Creates authentication from a script block that changes the request. Returns null for any other value.</summary>
    /// <param name="value">The value.</param>
    internal static AuthBase? ToAuth(object value) => value is ScriptBlock block ? new ScriptBlockAuth(block) : null;

    /// <summary>Creates a delegate that runs a script block with one argument. Returns null for null.</summary>
    /// <typeparam name="T">The type of the argument.</typeparam>
    /// <param name="value">The value of the parameter.</param>
    /// <param name="what">The name of the parameter.</param>
    /// <exception cref="InvalidParameterException">The value is not a script block.</exception>
    internal static Action<T>? ToAction<T>(object? value, string what)
        where T : class
    {
        if (PSValue.Unwrap(value) is not { } block) return null;
        var action = new ScriptBlockAction(block as ScriptBlock ?? throw NotScriptBlock(what), what);
        return argument => action.Run(argument);
    }

    /// <summary>
    /// Creates a delegate that runs a script block with a string and returns its last output as a string. Returns null for null.
    /// </summary>
    /// <param name="value">The value of the parameter.</param>
    /// <param name="what">The name of the parameter.</param>
    /// <exception cref="InvalidParameterException">The value is not a script block.</exception>
    internal static Func<string, string?>? ToStringFunction(object? value, string what)
    {
        if (PSValue.Unwrap(value) is not { } block) return null;
        var action = new ScriptBlockAction(block as ScriptBlock ?? throw NotScriptBlock(what), what);
        return argument => PSValue.ToText(action.Run(argument).LastOrDefault(), what);
    }

    /// <summary>Creates an assertion that a script block returns. Returns null for any other value.</summary>
    /// <param name="value">The value of the parameter.</param>
    /// <param name="what">The name of the parameter.</param>
    internal static OAuth2Assertion? ToAssertion(object? value, string what)
    {
        if (value is not ScriptBlock block) return null;
        var source = $"The script block given as {what}";
        var invoker = new ScriptBlockInvoker(block);
        return OAuth2Assertion.FromFunction((audience, _) => Task.FromResult(Run(audience)), source);

        string? Run(string audience)
        {
            try
            {
                return ValueConverter.ToSecret(invoker.Invoke(audience).LastOrDefault(), $"The output of {what}");
            }
            catch (Exception error) when (error is InvalidParameterException or (RuntimeException and not PipelineStoppedException))
            {
                throw new OAuth2AssertionException($"{source} failed, so no token was requested: {error.Message}", error);
            }
        }
    }

    /// <summary>Creates a delegate that runs a script block with a response and returns whether its output is true.</summary>
    /// <param name="value">The value of the parameter.</param>
    /// <param name="parameter">The name of the parameter.</param>
    /// <exception cref="InvalidParameterException">The value is not a script block.</exception>
    internal static Func<Response, bool> ToCondition(object? value, string parameter) =>
        new ScriptBlockCondition(
            PSValue.Unwrap(value) as ScriptBlock
                ?? throw ParameterErrors.Invalid(parameter, value, "a script block, such as { $_.StatusCode -eq 200 }"),
            parameter).IsMet;

    /// <summary>Creates a condition of a retry policy from a script block. Returns null for null.</summary>
    /// <param name="value">The value of the parameter.</param>
    /// <param name="what">The name of the parameter.</param>
    /// <exception cref="InvalidParameterException">The value is not a script block.</exception>
    internal static RetryCondition? ToRetryCondition(object? value, string what) => PSValue.Unwrap(value) switch
    {
        null => null,
        ScriptBlock block => new ScriptBlockRetryCondition(block).Decide,
        RetryCondition condition => condition,
        _ => throw ParameterErrors.Invalid(what, value, "a script block, such as { param($Response, $Exception) … }"),
    };

    /// <summary>Creates authentication from one or two script blocks.</summary>
    /// <param name="apply">The value of the parameter -Apply.</param>
    /// <param name="respond">The value of the parameter -Respond.</param>
    /// <exception cref="InvalidParameterException">Both are null, or one is not a script block.</exception>
    internal static AuthBase ToAuth(object? apply, object? respond)
    {
        if (apply is null && respond is null)
        {
            throw new InvalidParameterException("Custom authentication requires a script block: give -Apply, -Respond or both.");
        }

        if (apply is not (null or ScriptBlock) || respond is not (null or ScriptBlock))
        {
            throw new InvalidParameterException("-Apply and -Respond must be script blocks, such as { param($Request) … }.");
        }

        return new ScriptBlockAuth(apply as ScriptBlock, respond as ScriptBlock);
    }

    /// <summary>Creates a source of bearer tokens from a script block. Returns null for any other value.</summary>
    /// <param name="value">The value.</param>
    internal static Func<Response?, CancellationToken, Task<OAuth2Token?>>? ToTokenSource(object? value)
    {
        if (value is not ScriptBlock block) return null;
        var source = new ScriptBlockTokenSource(block);
        return (refusal, _) => Task.FromResult(source.GetToken(refusal));
    }

    /// <summary>Creates a transport adapter from a script block. Returns null for any other value.</summary>
    /// <param name="value">The value.</param>
    internal static TransportAdapter? ToAdapter(object? value) => value is ScriptBlock block ? new ScriptBlockAdapter(block) : null;

    /// <summary>Creates the delegate of a mock reply from a script block.</summary>
    /// <param name="value">The value of the key Script.</param>
    /// <exception cref="InvalidParameterException">The value is not a script block.</exception>
    internal static Func<PreparedRequest, SendOptions, Response> ToReply(object value) => value is ScriptBlock block
        ? new ScriptBlockReply(block).GetResponse
        : throw new InvalidParameterException("The value of Script in a mock reply must be a script block.");

    /// <summary>Creates the function that finds the next page from a script block. Returns null for any other value.</summary>
    /// <param name="value">The value.</param>
    internal static Func<Response, NextPage?>? ToNextPage(object? value) =>
        value is ScriptBlock block ? new ScriptBlockPage(block).Find : null;

    /// <summary>Creates a request hook from a script block. Returns null for any other value.</summary>
    /// <param name="value">The value.</param>
    internal static RequestHook? ToRequestHook(object? value) => value is ScriptBlock block ? new ScriptBlockHook(block).OnRequest : null;

    /// <summary>Creates a response hook from a script block. Returns null for any other value.</summary>
    /// <param name="value">The value.</param>
    internal static ResponseHook? ToResponseHook(object? value) =>
        value is ScriptBlock block ? new ScriptBlockHook(block).OnResponse : null;

    /// <summary>Creates a hook for informational responses from a script block. Returns null for any other value.</summary>
    /// <param name="value">The value.</param>
    internal static InformationalHook? ToInformationalHook(object? value) =>
        value is ScriptBlock block ? new ScriptBlockHook(block).OnInformational : null;

    private static InvalidParameterException NotScriptBlock(string what) =>
        new($"{what} must be a script block, such as {{ param($It) … }}.");
}
