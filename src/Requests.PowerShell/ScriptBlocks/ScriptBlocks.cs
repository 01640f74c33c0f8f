using System.Management.Automation;

namespace Requests.PowerShell;

/// <summary>Makes callbacks of script blocks, for those who may not know what one is.</summary>
internal static class ScriptBlocks
{
    internal static bool IsScriptBlock(object? value) => value is ScriptBlock;

    /// <summary>A body of what a script block emits, or null for what is none.</summary>
    internal static RequestBody? ToBody(object? value) => value is ScriptBlock block ? new ScriptBlockBody(block) : null;

    /// <summary>A script block that runs with a session, what it emits going down a cmdlet's pipeline at once.</summary>
    internal static Action<PSCmdlet, RequestSession> ToStreamed(object? value)
    {
        var block = PSValue.Unwrap(value) as ScriptBlock ?? throw ParameterErrors.Invalid("Script", value, "a script block, such as { param($session) … }");
        return (cmdlet, session) => cmdlet.InvokeCommand.InvokeScript("& $args[0] $args[1]", useNewScope: false, System.Management.Automation.Runspaces.PipelineResultTypes.Output, input: null, block, session);
    }

    internal static AuthBase? ToAuth(object value) => value is ScriptBlock block ? new ScriptBlockAuth(block) : null;

    /// <summary>Something to tell a script block; null stays null.</summary>
    internal static Action<T>? ToAction<T>(object? value, string what)
        where T : class
    {
        if (PSValue.Unwrap(value) is not { } given) return null;
        var action = new ScriptBlockAction(given as ScriptBlock ?? throw NoBlock(what), what);
        return argument => action.Run(argument);
    }

    /// <summary>Something to ask a script block, which emits a text; null stays null.</summary>
    internal static Func<string, string?>? ToQuestion(object? value, string what)
    {
        if (PSValue.Unwrap(value) is not { } given) return null;
        var action = new ScriptBlockAction(given as ScriptBlock ?? throw NoBlock(what), what);
        return argument => PSValue.ToText(action.Run(argument).LastOrDefault(), what);
    }

    /// <summary>Authentication of one or two script blocks.</summary>
    internal static AuthBase ToAuth(object? apply, object? respond)
    {
        if (apply is null && respond is null) throw new InvalidParameterException("Authentication of your own needs a script block: -Apply, -Respond, or both.");
        if (apply is not (null or ScriptBlock) || respond is not (null or ScriptBlock)) throw new InvalidParameterException("-Apply and -Respond must be script blocks, such as { param($Request) … }.");
        return new ScriptBlockAuth(apply as ScriptBlock, respond as ScriptBlock);
    }

    internal static TransportAdapter? ToAdapter(object? value) => value is ScriptBlock block ? new ScriptBlockAdapter(block) : null;

    internal static Func<PreparedRequest, SendOptions, Response> ToAnswer(object value) =>
        value is ScriptBlock block ? new ScriptBlockReply(block).Answer : throw new InvalidParameterException("Script of a mock's reply must be a script block.");

    internal static RequestHook? ToRequestHook(object? value) => value is ScriptBlock block ? new ScriptBlockHook(block).OnRequest : null;

    internal static ResponseHook? ToHook(object? value) => value is ScriptBlock block ? new ScriptBlockHook(block).OnResponse : null;

    private static InvalidParameterException NoBlock(string what) => new($"{what} must be a script block, such as {{ param($It) … }}.");
}
