namespace Minos.Native;

/// <summary>The inode numbers of the pipes that are a process's standard streams; 0 for what is no pipe. The kernel gives a number to one pipe
/// at a time, and shows it in /proc (man 5 proc, <c>pipe:[n]</c>).</summary>
/// <param name="Input">Its stdin.</param>
/// <param name="Output">Its stdout.</param>
/// <param name="Error">Its stderr.</param>
public readonly record struct PipeNumbers(long Input, long Output, long Error);
