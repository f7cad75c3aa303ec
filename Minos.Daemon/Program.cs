using Minos.Daemon.Control;

string name = Path.GetFileName(Environment.GetCommandLineArgs()[0]);
if (name is "minosctl" or "supervisorctl")
{
    return await ControlProgram.RunAsync(args, Console.In, Console.Out, Console.Error);
}

return args is ["ctl", ..] ? await ControlProgram.RunAsync(args[1..], Console.In, Console.Out, Console.Error) : 0;
