using System.Security.Cryptography;
using System.Text;
using Minos.Configuration.Values;

namespace Minos.Daemon.Hosting;

/// <summary><c>minosd hash-password</c>: reads a password from its input, never from a command line, and prints what <c>password=</c> takes.</summary>
internal static class HashPasswordProgram
{
    private const int Iterations = 100_000; // about 30 ms a login
    private const int SaltBytes = 16;
    private const int KeyBytes = 32;

    internal static int Run(TextReader input, TextWriter output, TextWriter error)
    {
        if (input.ReadLine() is not { Length: > 0 } password)
        {
            error.WriteLine("Error: no password on the input (printf '%s' PASSWORD | minosd hash-password)");
            return DaemonProgram.UsageError;
        }

        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes);
        byte[] key = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, Iterations, HashAlgorithmName.SHA256, KeyBytes);
        output.WriteLine($"{PasswordValue.Pbkdf2Prefix}{Iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(key)}");
        return 0;
    }
}
