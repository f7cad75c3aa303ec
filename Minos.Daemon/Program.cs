using Minos.Daemon;
using Minos.Native;

StandardDescriptors.Fill();

// The trampoline first: it stands between a program and its start.
return args is [Trampoline.Argument] ? Trampoline.Run() : await Entry.RunAsync(args);
