using Minos.Rpc;

namespace Minos.Core.Tests.Rpc;

public class RpcArgumentsTests
{
    [Fact]
    public void A_number_may_be_a_text_of_digits()
    {
        var arguments = new RpcArguments(["-12", 7, true, 3000000000L, 2.9]);
        Assert.Equal([-12, 7, 1, int.MaxValue, 2], Enumerable.Range(0, 5).Select(i => arguments.GetInt(i)));
        Assert.Equal(3000000000L, arguments.GetLong(3));
    }

    [Fact]
    public void Anything_has_a_truth_value()
    {
        var arguments = new RpcArguments(
            [false, 0, 0.0, "", new RpcArray(), RpcValue.Nil, true, 1, "false", new RpcArray { 1 }, new RpcStruct { ["a"] = 1 }]);
        Assert.Equal(
            [false, false, false, false, false, false, true, true, true, true, true],
            Enumerable.Range(0, arguments.Count).Select(i => arguments.GetBool(i)));
    }

    [Fact]
    public void What_was_left_out_has_its_default()
    {
        var arguments = new RpcArguments([]);
        Assert.True(arguments.GetBool(0, true));
        Assert.Equal(5, arguments.GetInt(0, 5));
        Assert.Equal("x", arguments.GetString(0, "x"));
    }

    [Fact]
    public void A_wrong_type_or_none_is_fault_2()
    {
        var arguments = new RpcArguments(["web", new byte[] { 0xff }]);
        Action[] readings =
        [
            () => arguments.GetInt(0), () => arguments.GetArray(0), () => arguments.GetStruct(0), () => arguments.GetString(1),
            () => arguments.GetString(2), () => arguments.GetInt(2), () => arguments.GetBool(2), () => default(RpcArguments).GetString(0),
        ];
        Assert.All(readings, reading => Assert.Equal(RpcFaultCode.IncorrectParameters, Assert.Throws<RpcFault>(reading).Code));
    }
}
