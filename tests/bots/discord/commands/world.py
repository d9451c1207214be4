"""A virtual Discord with one server, and a desk with one spacewalk that is going on."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle
from simcord.env import Env
from simcord.results import InteractionResult, ResponseMessage

from bots.discord.client import Client, build
from bots.discord.commands.allowance import Allowance, Rate
from bots.discord.commands.front import WAITING
from relay.core.milestone import Milestone as M
from relay.plugins import Destination
from relay.testing.claims import Walk, at
from relay.testing.desk import FakeDesk

WALK = "us-eva-90"
GENEROUS = Rate(1000, 1)
HOSTILE = "**@everyone** <@&1> <#1> </nuke:1> [free](https://evil.example) `x` ||y||\n# z"


@dataclass
class World:
    """What a test arranges and looks at. `hindered` is what a test post answers."""

    desk: FakeDesk
    rate: Rate = GENEROUS
    moment: float = 0.0
    tried: list[Destination] = field(default_factory=list)
    hindered: str = ""
    silent: bool = False
    """Nothing ever becomes of a test post, and nobody has the patience to wait for it."""
    may_fail: bool = False
    env: Env = field(init=False)
    guild: GuildHandle = field(init=False)
    channel: ChannelHandle = field(init=False)

    async def begin(self) -> None:
        self.env = Env(self.client())
        await self.env.start()
        self.guild = self.env.create_guild("Test")
        self.channel = self.guild.create_text_channel("space")

    async def end(self) -> None:
        await self.env.shutdown()
        if not self.may_fail:
            self.env.raise_errors()

    def client(self) -> Client:
        """The bot as it is built for every start."""
        allowance = Allowance(lambda: self.moment, self.rate, self.rate)
        patience = 0.0 if self.silent else WAITING
        return build(self.desk, self.test, shard_count=1, allowance=allowance, patience=patience)

    async def test(self, destination: Destination) -> str:
        self.tried.append(destination)
        if self.silent:
            await asyncio.get_running_loop().create_future()
        return self.hindered

    def member(self, name: str, **rights: bool) -> MemberActor:
        """Someone in the server, with a role of their own for these permissions."""
        role = self.guild.create_role(f"{name}s", permissions=discord.Permissions(**rights))
        return self.guild.add_member(self.env.create_user(name), roles=[role] if rights else [])

    def told(self, **wishes: Any) -> Destination:
        """The first channel, set up by its admin."""
        guild = wishes.pop("guild", self.guild)
        channel = wishes.pop("channel", self.channel)
        options = {"guild": str(guild.id)} | wishes.pop("options", {})
        one = Destination(
            id=wishes.pop("id", f"discord.{channel.id}"),
            platform="discord",
            address=str(channel.id),
            community=wishes.pop("community", f"discord:{guild.id}"),
            made_in_chat=wishes.pop("made_in_chat", True),
            options=options,
            **wishes,
        )
        self.desk.kept[one.id] = one
        return one

    def allow_bot(self, **rights: bool) -> None:
        """Let the bot's own role have these permissions and no others."""
        backend = self.env.backend
        (own,) = backend.get_guild(self.guild.id).members[backend.bot_user.id].role_ids
        permissions = discord.Permissions(**rights).value
        backend.edit_role(self.guild.id, own, {"permissions": permissions})


def going_on() -> FakeDesk:
    """US EVA 90 began at 12:46 and it is 13:30."""
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    walk.says("station_blog", M.HATCH_OPEN, "12:50", "12:44")
    walk.says("station_blog", M.EVA_START, "12:55", "12:46")
    return FakeDesk(walk.fusion.board, at("13:30"))


def ahead() -> FakeDesk:
    """US EVA 90 is planned for 12:50 and it is 02:10."""
    walk = Walk()
    walk.planned(at("12:50"), at("02:00"))
    return FakeDesk(walk.fusion.board, at("02:10"))


def shown(result: InteractionResult) -> ResponseMessage:
    """What the asker sees last; it has to be for their eyes only, and ping nobody."""
    message = result.followups[-1] if result.followups else result.response
    assert message is not None, "nothing was answered"
    assert message.ephemeral, "others could read it"
    sent = message.message
    pinged = [*sent.mentions, *sent.role_mentions]
    assert pinged == []
    assert not sent.mention_everyone
    return message


def text(result: InteractionResult) -> str:
    """The same in words."""
    message = shown(result)
    parts = [message.content, *(embed.description or "" for embed in message.embeds)]
    return "\n".join([*parts, *displayed(message.components)])


def displayed(components: list[dict[str, Any]]) -> list[str]:
    """The text between menus."""
    return [part["content"] for part in components if part["type"] == 10]
