using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace Requests.PowerShell;

/// <summary>
/// A script block that the engine calls: on the pipeline thread, with the caller's variables. In another runspace than the one it
/// was made in, an unbound copy runs, which sees what it is given and no more. The first argument is <c>$_</c>, as in ForEach-Object.
/// </summary>
internal sealed class Callback
{
    private readonly ScriptBlock _block;
    private readonly Guid? _home = Runspace.DefaultRunspace?.InstanceId;

    internal Callback(ScriptBlock block) => _block = block;

    /// <summary>Runs the block.</summary>
    /// <param name="arguments">What it is given; the first is <c>$_</c>, too.</param>
    /// <exception cref="InvalidOperationException">No pipeline runs on this thread.</exception>
    internal Collection<PSObject> Invoke(params object?[] arguments) => Here().InvokeWithContext(functionsToDefine: null, [new PSVariable("_", arguments[0])], arguments);

    /// <summary>Runs the block and hands on what it emits, each object at once.</summary>
    /// <param name="take">Takes an object; the block goes on when it returns.</param>
    /// <exception cref="InvalidOperationException">No pipeline runs on this thread.</exception>
    internal void Emit(Action<object?> take)
    {
        // A nested pipeline that begins while the one around it is being stopped would not be told.
        if (PipelineContext.Current?.Cmdlet.Stopping == true) throw new PipelineStoppedException();

        // No script calls back: in a constrained language mode it could not.
        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        using var output = new PSDataCollection<PSObject>();
        output.DataAdding += (_, adding) => take(adding.ItemAdded);
        shell.AddScript("& $args[0]", useLocalScope: true).AddArgument(Here()).Invoke(input: null, output);
    }

    private ScriptBlock Here()
    {
        if (Runspace.DefaultRunspace is not { } here) throw new InvalidOperationException("A script block runs only where PowerShell does: call the session from a cmdlet.");
        return here.InstanceId == _home ? _block : ((ScriptBlockAst)_block.Ast).GetScriptBlock();
    }
}
