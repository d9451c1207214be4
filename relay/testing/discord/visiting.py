"""Brings what people do to the bot over the gateway, and waits for its answer."""

import asyncio
import secrets
from typing import NamedTuple

from relay.testing.discord.gateway import Gateway
from relay.testing.discord.interactions import COMPLETION, DEFERRED_UPDATE, Asked, Interaction
from relay.testing.discord.models import MEMBERS_MAY, Channel, Json, Permission, Role, User
from relay.testing.discord.shapes import (
    channel_json,
    member_json,
    role_json,
    user_json,
)
from relay.testing.discord.state import State

GUILD, BOT_DM = 0, 1
ATTACHMENTS = 10 * 1024 * 1024
WRITERS_MAY = MEMBERS_MAY | Permission.SEND_MESSAGES


class Begun(NamedTuple):
    """An interaction, and what the gateway says of it."""

    interaction: Interaction
    data: Json


class Visitors:
    """People who talk to the bot."""

    def __init__(self, state: State, gateway: Gateway) -> None:
        self._state = state
        self._gateway = gateway

    async def interact(
        self,
        asked: Asked,
        *,
        channel: Channel | None = None,
        user: User | None = None,
        permissions: int = WRITERS_MAY,
        locale: str = "en-US",
        within: float = 5.0,
        by_user: bool = False,
    ) -> Interaction:
        """Do that and return when the person sees the answer. Raises TimeoutError after `within`.

        Without a channel it happens in the user's conversation with the bot, without a user it
        is the owner of the guild who asks. `by_user`: the user brought the bot along, which may
        be no member of the guild.
        """
        begun = self.begin(asked, channel, user, permissions, locale, by_user=by_user)
        interaction = begun.interaction
        started = asyncio.get_running_loop().time()
        await self._gateway.dispatch("INTERACTION_CREATE", begun.data)
        await interaction.until(lambda it: it.callback != 0, within)
        interaction.answered_after = asyncio.get_running_loop().time() - started
        if interaction.callback != DEFERRED_UPDATE:
            await interaction.until(lambda it: it.told, within)
        return interaction

    def begin(
        self,
        asked: Asked,
        channel: Channel | None = None,
        user: User | None = None,
        permissions: int = WRITERS_MAY,
        locale: str = "en-US",
        *,
        by_user: bool = False,
    ) -> Begun:
        """The same, without bringing it to the bot: its answer is taken."""
        world = self._state.world
        if channel is None:
            person = user or world.add_user()
            channel = world.dm(person)
        else:
            assert channel.guild is not None
            person = user or channel.guild.owner
        identity, token = world.id(), secrets.token_urlsafe(24)
        interaction = Interaction(
            identity, token, asked.kind, channel, person, self._state.now(), asked.message
        )
        world.interactions[token] = interaction
        data = self._common(interaction) | {
            "channel": channel_json(channel) | {"permissions": str(int(permissions))},
            "data": self._data(asked, channel, permissions),
            "locale": locale,
            **_place(channel, person, permissions, by_user=by_user),
        }
        return Begun(interaction, data)

    def _common(self, interaction: Interaction) -> Json:
        world = self._state.world
        data = {
            "id": str(interaction.id),
            "application_id": str(world.application),
            "type": interaction.kind,
            "token": interaction.token,
            "version": 1,
            "channel_id": str(interaction.channel.id),
            "app_permissions": str(world.may(interaction.channel)),
            "entitlements": [],
            "attachment_size_limit": ATTACHMENTS,
        }
        message = interaction.message
        return data if message is None else data | {"message": message.data}

    def _data(self, asked: Asked, channel: Channel, permissions: int) -> Json:
        data = dict(asked.data)
        if "name" in data:
            known = self._state.world.commands
            if channel.guild is not None:
                known = known + self._state.world.guild_commands.get(channel.guild.id, [])
            data["id"] = next((one["id"] for one in known if one["name"] == data["name"]), "1")
        if asked.things and asked.kind != COMPLETION:
            data["resolved"] = _resolved(asked, channel, permissions)
        return data


def _place(channel: Channel, person: User, permissions: int, *, by_user: bool) -> Json:
    if channel.guild is None:
        owners = {"1": str(person.id)} if by_user else {"0": "0"}
        here = {"context": BOT_DM, "user": user_json(person)}
        return here | {"authorizing_integration_owners": owners}
    guild = channel.guild
    member = member_json(guild, person) | {"permissions": str(int(permissions))}
    owners = {"1": str(person.id)} if by_user else {"0": str(guild.id)}
    return {
        "context": GUILD,
        "guild_id": str(guild.id),
        "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
        "guild_locale": guild.locale,
        "member": member,
        "authorizing_integration_owners": owners,
    }


def _resolved(asked: Asked, channel: Channel, permissions: int) -> Json:
    found: Json = {"users": {}, "members": {}, "channels": {}, "roles": {}}
    for thing in asked.things:
        key = str(thing.id)
        match thing:
            case User():
                found["users"][key] = user_json(thing)
                if channel.guild is not None and thing.id in channel.guild.members:
                    found["members"][key] = _bare(member_json(channel.guild, thing), permissions)
            case Channel():
                bits = {"permissions": str(int(permissions))}
                found["channels"][key] = channel_json(thing) | bits
            case Role():
                found["roles"][key] = role_json(thing)
    return {kind: things for kind, things in found.items() if things}


def _bare(member: Json, permissions: int) -> Json:
    del member["user"]
    return member | {"permissions": str(int(permissions))}
