/** The clients in Python, with what of their own needs decides how they speak, pinned to what was tried. */
export const PACKAGES = [
  'alpaca-py==0.44.0',
  'python-binance==1.0.37',
  'ccxt==4.5.90',
  'aiohttp==3.14.5',
  'msgpack==1.2.4',
  'pydantic==2.14.4',
  'requests==2.34.2',
  'websockets==17.4',
];

/** Each with the dialect it speaks and the program that goes through its operations. */
export const CLIENTS = {
  'alpaca-py': { dialect: 'alpaca', program: 'alpaca_py.py' },
  'python-binance': { dialect: 'binance', program: 'python_binance.py' },
  ccxt: { dialect: 'binance', program: 'ccxt_python.py' },
};
