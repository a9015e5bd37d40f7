"""The command ``etm-mock``."""

import argparse
import errno
import ipaddress
import os
import re
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from etm_mock import __version__, shared, system
from etm_mock.child import Signals
from etm_mock.fixtures import DEMO_EMAIL, DEMO_PASSWORD, DEMO_TOKEN, FIXTURE_NAMES
from etm_mock.hosts import is_loopback
from etm_mock.server import LOOPBACK, MockFailed, RunningMock, running
from etm_mock.starting_state import InvalidStartingState, StartingState, read

USAGE_ERROR, NOT_EXECUTABLE, NOT_FOUND = 2, 126, 127


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        _fail(f"{message} (see: {self.prog} --help)", USAGE_ERROR)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; give its exit status."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except MockFailed as failed:
        _fail(str(failed), 1)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="etm-mock", description="A mock of the Energy Transition Model API.")
    parser.add_argument("--version", action="version", version=f"etm-mock {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="serve the mock over plain HTTP until interrupted")
    serve.add_argument("--port", type=_port, default=3000, help="default: 3000; 0 for a free one")
    serve.add_argument("--fixture", choices=FIXTURE_NAMES, default="docs", help="default: docs")
    serve.add_argument(
        "--tls", action="store_true", help="print the variables that lead the real addresses here"
    )
    serve.add_argument("--log", action="store_true", help="write a line for each request")
    serve.add_argument(
        "--address", type=_address, default=LOOPBACK, help=f"default: {LOOPBACK}; or ::1"
    )
    serve.add_argument(
        "--expose",
        action="store_true",
        help="let other machines reach --address",
    )
    others = serve.add_argument_group("for other machines, with --expose")
    others.add_argument(
        "--name",
        type=_name,
        action="append",
        default=[],
        help="a host name under which they ask this mock; may be repeated",
    )
    others.add_argument(
        "--control", action="store_true", help="let them call the mock's own interface, /_mock"
    )
    others.add_argument("--proxy-port", type=_port, help="let them use the proxy, on this port")
    others.add_argument(
        "--share",
        type=Path,
        metavar="FOLDER",
        help="write what their clients need there: the authority and env.sh",
    )
    serve.set_defaults(run=_serve)
    execute = commands.add_parser(
        "exec", help="run a command for which the ETM's real addresses lead to a new mock"
    )
    execute.add_argument(
        "--setup",
        type=Path,
        metavar="FILE",
        help="a TOML file: whose token, and what happened before",
    )
    execute.add_argument("command", nargs=argparse.REMAINDER, metavar="-- COMMAND ...")
    execute.set_defaults(run=_exec)
    return parser


def _port(text: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", text) or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port number from 0 to 65535")
    return int(text)


def _name(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*", text.lower()):
        raise argparse.ArgumentTypeError(f"{text!r} is not a host name")
    return text.lower()


def _address(text: str) -> str:
    address = LOOPBACK if text == "localhost" else text
    try:
        ipaddress.ip_address(address)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not an IP address") from None
    return address


def _serve(options: argparse.Namespace) -> int:
    if not is_loopback(options.address):
        if not options.expose:
            _fail(f"{options.address} is open to other machines; say --expose if you mean it", 2)
        print("etm-mock: warning: other machines can reach this mock", file=sys.stderr)
    elif options.name or options.control or options.proxy_port is not None:
        _fail("--name, --control and --proxy-port need an --address that others reach", 2)
    if options.share and (not options.name or options.proxy_port is None):
        _fail("--share needs --name and --proxy-port, which env.sh tells", 2)
    signals = Signals()
    try:
        with running(
            port=options.port,
            fixture=options.fixture,
            address=options.address,
            log=options.log,
            proxy_port=options.proxy_port,
            names=options.name,
            control=options.control,
        ) as mock:
            if options.share:
                _share(options.share, mock, options.name[0])
            if not signals.first:
                print(_welcome(mock, options), flush=True)
            signals.wait()
    except OSError as error:
        what = f"port {options.port}", "try --port 0"
        if error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
            what = f"address {options.address}", "name one of this machine's"
        _fail(f"can't use {what[0]}: {os.strerror(error.errno or 0)}; {what[1]}", 1)
    return 0


def _share(folder: Path, mock: RunningMock, name: str) -> None:
    try:
        shared.write(folder, mock, name)
    except OSError as error:
        _fail(f"can't write {error.filename or folder}: {os.strerror(error.errno or 0)}", 1)


def _welcome(mock: RunningMock, options: argparse.Namespace) -> str:
    lines = [
        "The mock ETM is running. Stop it with Ctrl+C.",
        "",
        f"  API            {mock.url}/api/v3",
        f"  Account pages  {mock.url}/identity/tokens",
    ]
    if options.fixture == "docs":
        lines.append(f"  Demo account   {DEMO_EMAIL}, password: {DEMO_PASSWORD}")
        lines.append(f"  Demo token     {DEMO_TOKEN}")
    else:
        lines.append(f"  Sign up        {mock.url}/identity/sign_up")
    if options.share:
        file = options.share.absolute() / shared.ENVIRONMENT
        lines += [
            "",
            f"Another machine that sees that folder begins with: . {shlex.quote(str(file))}",
        ]
    if options.tls:
        lines += ["", "In another shell, these lead the ETM's real addresses here:", ""]
        variables = mock.environment().items()
        lines += [f"  {_setting(name, value)}" for name, value in variables]
    return "\n".join(lines)


def _setting(name: str, value: str) -> str:
    """Write what sets a variable in the system's own shell."""
    if system.WINDOWS:
        return "$env:{} = '{}'".format(name, value.replace("'", "''"))
    return f"export {name}={shlex.quote(value)}"


def _exec(options: argparse.Namespace) -> int:
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    if not command:
        _fail("exec needs a command: etm-mock exec -- COMMAND ...", USAGE_ERROR)
    signals = Signals()
    with running() as mock:
        try:
            file = options.setup
            start = StartingState.of(read(file), file) if file else StartingState()
            start.apply(mock.url)
            environment = {**os.environ, **mock.environment(start.token)}
            return signals.run(command, environment)
        except InvalidStartingState as error:
            _fail(str(error), USAGE_ERROR)
        except FileNotFoundError:
            _fail(f"command not found: {command[0]}", NOT_FOUND)
        except OSError as error:
            _fail(f"can't run {command[0]}: {os.strerror(error.errno or 0)}", NOT_EXECUTABLE)


def _fail(message: str, status: int) -> NoReturn:
    print(f"etm-mock: {message}", file=sys.stderr)
    sys.exit(status)
