"""Several ways in which a blog tells start, end and airlock, by segment: `{time}` is printed."""

STARTED = {
    "US": (
        "{crew} switched their spacesuits to battery power at {time}, the official start of the "
        "spacewalk.",
        "At {time}, {crew} set their suits to battery power and began a spacewalk from the Quest "
        "airlock.",
        "{crew} began their spacewalk at {time} when they took their spacesuits to battery power.",
        "{crew} transferred their suits to battery power at {time} to begin the day's spacewalk.",
    ),
    "Russian": (
        "{crew} opened the hatch of the {airlock} airlock at {time} to begin a spacewalk.",
        "{crew} began a spacewalk at {time} when they opened the hatch of the {airlock} airlock.",
        "At {time}, {crew} opened the hatch of the {airlock} airlock, the official start of the "
        "spacewalk.",
        "The hatch of the {airlock} airlock was opened at {time}, which marks the beginning of a "
        "spacewalk by {crew}.",
    ),
}
ENDED = {
    "US": (
        "{crew} concluded their spacewalk at {time} after {length}.",
        "The spacewalk ended at {time} when the Quest airlock began to be repressurized. "
        "The spacewalk lasted {length}.",
        "{crew} ended their spacewalk at {time} with the repressurization of the Quest airlock. "
        "They spent {length} outside.",
        "After {length}, {crew} completed their spacewalk at {time}.",
    ),
    "Russian": (
        "{crew} closed the hatch of the {airlock} airlock at {time}, which ended a spacewalk of "
        "{length}.",
        "{crew} concluded their spacewalk at {time} with the closing of the {airlock} hatch. "
        "The spacewalk lasted {length}.",
        "The spacewalk of {length} came to an end at {time} when {crew} closed the hatch.",
        "After {length}, {crew} closed the hatch at {time} and so ended the spacewalk.",
    ),
}
AIRLOCK = {
    "depress_start": "Depressurization of the airlock began at {time}.",
    "repress_to_fix_valve": "The airlock began to be repressurized at {time} because of a valve.",
    "depress_restarted": "Depressurization of the airlock started again at {time}.",
    "hatch_open": "The hatch was opened at {time}.",
    "hatch_close": "The hatch was closed at {time}.",
    "hatch_close_first": "The hatch was closed at {time} for a leak check.",
    "hatch_open_second": "The hatch was reopened at {time}.",
}
